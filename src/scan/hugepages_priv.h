/*
 * Room for an engine in the making. libclamav maps the memory of its tables in
 * pieces of 256 KiB, too small for the large pages of the processor, so that a
 * scan with large definitions waits for the addresses of pages more than for
 * anything else. Here the pieces are cut from blocks that the kernel is asked
 * to make of large pages. Each piece can be unmapped by itself.
 */
#ifndef HUGEPAGES_PRIV_H
#define HUGEPAGES_PRIV_H

#include <stddef.h>

enum {
	HUGEPAGES_SIZE = 2 * 1024 * 1024, /* of one, on the common machines */
	HUGEPAGES_BLOCK = 16 * HUGEPAGES_SIZE
};

/* What is left of a block; begins as {0}. Used by one thread. */
struct hugepages {
	char *at, *end;
};

/* Maps private memory of `len` bytes; NULL when that fails. */
typedef void *hugepages_map(size_t len);

/* A piece of `len` bytes, whole pages of zeros; NULL when there is none. */
void *hugepages_cut(struct hugepages *h, size_t len, hugepages_map *map);

/* Gives back what is left; the pieces stay. */
void hugepages_fini(struct hugepages *h);

#endif
