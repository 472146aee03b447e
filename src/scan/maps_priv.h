/*
 * The memory into which libclamav reads small temporary files. It maps and
 * unmaps some for every part of every mail; each time the kernel clears pages,
 * and tells the other processors when they go. So a few maps are kept and used
 * again. Any thread may call.
 */
#ifndef MAPS_PRIV_H
#define MAPS_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum {
	MAPS_SIZE = 64 * 1024, /* of each map */
	MAPS_MAX = 32          /* that are kept, in use or not */
};

/* Makes a map of MAPS_SIZE zeros that nobody frees; NULL when it cannot. */
typedef void *maps_make(void);

/*
 * A map that begins with `len` zeros, at most MAPS_SIZE. NULL when all are in
 * use, or none could be made.
 */
void *maps_take(size_t len, maps_make *make);

/*
 * Takes a map back; one that is back already stays what it is. False when it is
 * none of these.
 */
bool maps_give(const void *map);

#endif
