/* What the readers of one mail share. */
#ifndef MIME_PRIV_H
#define MIME_PRIV_H

#include <stdint.h>

#include "budget.h"
#include "name_priv.h"
#include "part.h"
#include "seen_priv.h"

/* What one walk remembers in its set. */
enum seen_kind {
	SEEN_CONTENT, /* of any part handed out */
	SEEN_START,   /* the first bytes of a part by the standard reading */
	SEEN_NAME     /* of any part handed out */
};

enum {
	START_LEN = 16,
	/* What salvage may look at: so many bytes, and times the mail. */
	WALK_WORK_BASE = 4 * 1024 * 1024,
	WALK_WORK_FACTOR = 16,
	/* How much longer than its encoded form a part may be. */
	WALK_RATIO_MAX = 8,
	WALK_RATIO_FREE = 8 * 1024
};

/* One walk over one mail, and everything nested in it. */
struct walk {
	struct budget *budget;
	const struct part_sink *sink;
	bool stopped; /* by the sink or the budget; nothing more is read */

	/* For salvage; NULL while everything is clean. */
	struct seen *seen;
	uint64_t work, work_max; /* bytes looked at */
	bool told_work, told_partial, told_external;
};

/* One message of the walk: the mail itself or one nested in it. */
struct message {
	const char *place; /* "mail", "mail/part3" */
	unsigned depth;    /* containers above its parts */
	unsigned parts;    /* leaves and nested messages so far */
	const unsigned char *data;
	size_t len;
	bool told_ambiguous;
};

/*
 * Hands a leaf to the sink, within the budget, and what is encoded inside of
 * its text after it. The place is filled in from the name or the number of
 * the part. False, and the walk is stopped, when nothing more is wanted.
 */
bool walk_leaf(struct walk *w, struct message *m, struct part *part);

/* The same for another reading; nothing happens when it is not new. */
bool walk_again(struct walk *w, struct message *m, struct part *part);

/* Fills in name and other names of a part; they live as long as `names`. */
void walk_names(struct part *part, struct names *names);

/* Raises a fact at a place. */
void walk_fact(
    struct walk *w, enum msg_class class, const char *name, const char *where);

/* Raises class `partial` once for each kind, when the type is one. */
void walk_partial(struct walk *w, struct message *m, const char *type);

/*
 * Memory for a decoded part of `size` bytes that were `from` before, NULL when
 * the budget or the system has none. Freed with free().
 */
unsigned char *walk_room(
    struct walk *w, struct message *m, size_t size, size_t from);

/* Counts work; false, and a fact is raised, when it has become too much. */
bool walk_work(struct walk *w, struct message *m, size_t bytes);

/* Reads one message in all ways it needs. False: the walk was stopped. */
bool mime_read(struct walk *w, struct message *m);

/* The reading by GMime's parser. */
void mime_read_standard(struct walk *w, struct message *m);

/*
 * The same for a mail that needs no parser: every program, GMime too, takes
 * the same for its parts. `simple` is what clean_check told of it.
 */
struct clean_simple;
void mime_read_simple(
    struct walk *w, struct message *m, const struct clean_simple *simple);

/* A message found in a part: one level deeper, named by the next number. */
bool mime_read_nested(
    struct walk *w, struct message *m, const unsigned char *data, size_t len);

/* Reads what stands encoded in the text of a part: see inline.c. */
bool inline_read(struct walk *w, struct message *m, const struct part *part);

#endif
