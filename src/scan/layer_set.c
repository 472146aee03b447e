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

enum { KIND_LAYER };
enum { ROOM_FIRST = 16 * 1024, ROOM_MAX = 256 * 1024, KEPT_MAX = 64 };

struct kept {
	size_t at, len;
};

struct layer_set {
	char *room;
	size_t used, size;
	struct kept kept[KEPT_MAX];
	size_t n;
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

/* Makes room: hashes stay of all that was kept. */
static void
flush(struct layer_set *set)
{
	const struct kept *k;

	for (k = set->kept; k < set->kept + set->n; k++)
		(void)seen_add(
		    hashes(set), KIND_LAYER, set->room + k->at, k->len);
	set->n = set->used = 0;
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
	(void)seen_add(hashes(set), KIND_LAYER, data, len);
}

bool
layer_set_has(const struct layer_set *set, const void *data, size_t len)
{
	const struct kept *k;

	for (k = set->kept; k < set->kept + set->n; k++)
		if (k->len == len && memcmp(set->room + k->at, data, len) == 0)
			return true;
	return set->seen != NULL && seen_has(set->seen, KIND_LAYER, data, len);
}
