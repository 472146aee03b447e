/*
 * A set of globs: * stands for any text, ? for one character. Most of them in
 * practice are a whole name or `*.ending` and `*@domain`: those are looked up
 * in a table, so that a long list costs no more than a short one.
 *
 * A set never changes; any thread may look things up.
 */
#ifndef GLOBS_H
#define GLOBS_H

#include <stdbool.h>

struct globs;

enum globs_kind {
	GLOBS_FILES,    /* an item without * ? and . is an extension: "exe" */
	GLOBS_ADDRESSES /* items may stand in < and > */
};

/* A set from a comma-separated list. NULL when nothing is in the list. */
struct globs *globs_new(const char *list, enum globs_kind kind);

/* Frees the set and sets the pointer to NULL; NULL is fine. */
void globs_free(struct globs **globs);

/*
 * Looks up a name as fold_name makes it. Returns one of the items that match,
 * as it is written in the list ("*.exe" also for "exe"), or NULL. A NULL set
 * has no items.
 */
const char *globs_find(const struct globs *globs, const char *folded);

/*
 * Hands out all items, if each of them is a whole name or an ending: folded,
 * the endings without their star. False, and nothing is handed out, when
 * there are others.
 */
typedef void globs_taker(void *arg, const char *folded, bool is_ending);
bool globs_list(const struct globs *globs, globs_taker *take, void *arg);

#endif
