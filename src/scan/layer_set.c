/*
 * What the engine has been given to look at. Layers are kept as they are while
 * they are few and small, so that most mails cost a copy and no hash. When the
 * room is full, keyed hashes take their place.
 */
#include "layer_set_priv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "seen_priv.h"

enum { KIND_EXACT, KIND_SHOWN };
enum { ROOM_FIRST = 16 * 1024, ROOM_MAX = 256 * 1024, KEPT_MAX = 64 };

struct kept {
	size_t at, len;
};

struct layer_set {
	char *room;
	size_t used, size;
	struct kept kept[KEPT_MAX];
	size_t n;
	size_t shown;      /* so many of them are hashed by what they show */
	struct seen *seen; /* NULL until something is hashed */
};

struct layer_set *
layer_set_new(void)
{
	return mem_zalloc(1, sizeof(struct layer_set));
}

void
layer_set_free(struct layer_set **set)
{
	if (*set == NULL)
		return;
	seen_free(&(*set)->seen);
	free((*set)->room);
	free(*set);
	*set = NULL;
}

static struct seen *
hashes(struct layer_set *set)
{
	if (set->seen == NULL)
		set->seen = seen_new();
	return set->seen;
}

static bool
is_blank(const char *p, size_t len)
{
	for (; len > 0; p++, len--)
		if (*p != ' ' && (*p < '\t' || *p > '\r'))
			return false;
	return true;
}

/* What is shown of a text, at most `len` + 1 bytes; how many. */
static size_t
reduce(const char *p, size_t len, char *to)
{
	const char *lf, *next, *end = p + len;
	bool gap = false;
	size_t n, used = 0;

	for (; p < end; p = next) {
		lf = memchr(p, '\n', (size_t)(end - p));
		next = lf == NULL ? end : lf + 1;
		n = (size_t)((lf == NULL ? end : lf) - p);
		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (is_blank(p, n)) {
			gap = used > 0;
			continue;
		}
		if (gap)
			to[used++] = '\n';
		gap = false;
		memcpy(to + used, p, n);
		used += n;
		to[used++] = '\n';
	}
	return used;
}

/* Adds what a text shows, or looks for it. False when there is no memory. */
static bool
shown(struct layer_set *set, const char *p, size_t len, bool add)
{
	char *text = malloc(len + 1);
	bool known = false;
	size_t n;

	if (text != NULL) {
		n = reduce(p, len, text);
		known = add ? seen_add(hashes(set), KIND_SHOWN, text, n)
			    : seen_has(hashes(set), KIND_SHOWN, text, n);
	}
	free(text);
	return known;
}

static void
show_kept(struct layer_set *set)
{
	const struct kept *k;

	for (; set->shown < set->n; set->shown++) {
		k = &set->kept[set->shown];
		(void)shown(set, set->room + k->at, k->len, true);
	}
}

/* Makes room: hashes stay of all that was kept. */
static void
flush(struct layer_set *set)
{
	const struct kept *k;

	show_kept(set);
	for (k = set->kept; k < set->kept + set->n; k++)
		(void)seen_add(
		    hashes(set), KIND_EXACT, set->room + k->at, k->len);
	set->n = set->shown = set->used = 0;
}

static void
keep(struct layer_set *set, const void *data, size_t len)
{
	if (set->n == KEPT_MAX || set->used + len > ROOM_MAX)
		flush(set);
	if (set->used + len > set->size) {
		if (set->size == 0)
			set->size = ROOM_FIRST;
		while (set->size < set->used + len)
			set->size *= 2;
		set->room = mem_resize(set->room, set->size, 1);
	}
	memcpy(set->room + set->used, data, len);
	set->kept[set->n++] = (struct kept){set->used, len};
	set->used += len;
}

void
layer_set_add(struct layer_set *set, const void *data, size_t len)
{
	if (len == 0)
		return;
	if (len <= ROOM_MAX) {
		keep(set, data, len);
		return;
	}
	(void)seen_add(hashes(set), KIND_EXACT, data, len);
	if (memchr(data, '\0', len) == NULL)
		(void)shown(set, data, len, true);
}

bool
layer_set_has(const struct layer_set *set, const void *data, size_t len)
{
	const struct kept *k;

	for (k = set->kept; k < set->kept + set->n; k++)
		if (k->len == len && memcmp(set->room + k->at, data, len) == 0)
			return true;
	return set->seen != NULL && seen_has(set->seen, KIND_EXACT, data, len);
}

bool
layer_set_has_text(struct layer_set *set, const void *data, size_t len)
{
	if (layer_set_has(set, data, len))
		return true;
	show_kept(set);
	return shown(set, data, len, false);
}
