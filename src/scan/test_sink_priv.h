/* For tests: a sink that keeps a copy of everything it is given. */
#ifndef TEST_SINK_PRIV_H
#define TEST_SINK_PRIV_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "clock.h"
#include "mem.h"
#include "mime.h"

enum { KEPT_MAX = 4000, KEPT_NAMES_MAX = 64 };

struct kept {
	enum part_kind kind;
	char *where, *name, *type, *charset;
	char *names; /* all of them, each ended by a NUL, then another */
	unsigned char *data;
	size_t len;
	unsigned depth;
	bool attachment;
};

struct kept_fact {
	enum msg_class class;
	char *name, *where;
};

struct keeper {
	struct kept parts[KEPT_MAX];
	struct kept_fact facts[KEPT_MAX];
	size_t n, n_facts;
	size_t stop_after; /* leaves; 0: never */
	struct budget budget;
	bool whole; /* what the walk returned */
};

static inline char *
keep_text(const char *s)
{
	return s == NULL ? NULL : mem_strdup(s);
}

static inline char *
keep_names(const struct part *part)
{
	const char *const *other = part->other_names;
	char *names = NULL;
	size_t len = 0, n;
	const char *name;

	for (name = part->name; name != NULL;) {
		n = strlen(name) + 1;
		names = mem_resize(names, len + n + 1, 1);
		memcpy(names + len, name, n);
		len += n;
		names[len] = '\0';
		name = other == NULL ? NULL : *other++;
	}
	return names;
}

static bool
keep_leaf(void *arg, const struct part *part)
{
	struct keeper *k = arg;
	struct kept *kept = &k->parts[k->n];

	if (k->n >= KEPT_MAX)
		abort();
	k->n++;
	*kept = (struct kept){.kind = part->kind,
	    .where = keep_text(part->where),
	    .name = keep_text(part->name),
	    .names = keep_names(part),
	    .type = keep_text(part->type),
	    .charset = keep_text(part->charset),
	    .data = mem_zalloc(part->len + 1, 1),
	    .len = part->len,
	    .depth = part->depth,
	    .attachment = part->attachment};
	memcpy(kept->data, part->data, part->len);
	return k->n != k->stop_after;
}

static void
keep_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	struct keeper *k = arg;

	if (k->n_facts < KEPT_MAX)
		k->facts[k->n_facts++] = (struct kept_fact){
		    class, mem_strdup(name), mem_strdup(where)};
}

/* A keeper with room for anything a test sends; keeper_free gives it back. */
static inline struct keeper *
keeper_new(void)
{
	struct keeper *k = mem_zalloc(1, sizeof(*k));

	k->budget = (struct budget){.bytes_max = 1u << 30,
	    .file_max = 1u << 30,
	    .files_max = 100000,
	    .depth_max = 17,
	    .now_ms = clock_mono_ms};
	return k;
}

static inline void
keeper_walk(struct keeper *k, const void *mail, size_t len)
{
	struct part_sink sink = {
	    .arg = k, .leaf = keep_leaf, .fact = keep_fact};

	k->whole = mime_walk(mail, len, &k->budget, &sink);
}

static inline void
keeper_free(struct keeper *k)
{
	size_t i;

	for (i = 0; i < k->n; i++) {
		free(k->parts[i].where);
		free(k->parts[i].name);
		free(k->parts[i].names);
		free(k->parts[i].type);
		free(k->parts[i].charset);
		free(k->parts[i].data);
	}
	for (i = 0; i < k->n_facts; i++) {
		free(k->facts[i].name);
		free(k->facts[i].where);
	}
	free(k);
}

static inline bool
keeper_has_fact(const struct keeper *k, enum msg_class class)
{
	size_t i;

	for (i = 0; i < k->n_facts; i++)
		if (k->facts[i].class == class)
			return true;
	return false;
}

/* The first part with this content, or NULL. */
static inline const struct kept *
keeper_find(const struct keeper *k, const void *data, size_t len)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (k->parts[i].len == len &&
		    memcmp(k->parts[i].data, data, len) == 0)
			return &k->parts[i];
	return NULL;
}

#endif
