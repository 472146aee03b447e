/*
 * Maps for small temporary files. One idea: a table in which a map, once made,
 * keeps its place for ever, and one word tells who may touch it; so there is no
 * lock.
 */
#include "maps_priv.h"

#include <stdatomic.h>
#include <string.h>

enum { MAP_NONE, MAP_MAKING, MAP_FREE, MAP_USED };

static struct {
	atomic_int state;
	_Atomic(void *) at; /* stays what it is, once it is there */
} maps[MAPS_MAX];

static bool
change(size_t i, int from, int to)
{
	return atomic_compare_exchange_strong(&maps[i].state, &from, to);
}

static void *
use_again(size_t len)
{
	size_t i;

	for (i = 0; i < MAPS_MAX; i++)
		if (change(i, MAP_FREE, MAP_USED))
			return memset(atomic_load(&maps[i].at), 0, len);
	return NULL;
}

void *
maps_take(size_t len, maps_make *make)
{
	void *map = use_again(len);
	size_t i;

	for (i = 0; map == NULL && i < MAPS_MAX; i++) {
		if (!change(i, MAP_NONE, MAP_MAKING))
			continue;
		map = make();
		atomic_store(&maps[i].at, map);
		atomic_store(&maps[i].state, map != NULL ? MAP_USED : MAP_NONE);
		break;
	}
	return map;
}

bool
maps_give(const void *map)
{
	size_t i;

	for (i = 0; map != NULL && i < MAPS_MAX; i++)
		if (atomic_load(&maps[i].at) == map) {
			(void)change(i, MAP_USED, MAP_FREE);
			return true;
		}
	return false;
}
