/* Pieces of memory side by side, so that large pages fit. */
#include "hugepages_priv.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t
round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

static void
unmap(char *from, const char *to)
{
	if (from != NULL && from < to)
		(void)munmap(from, (size_t)(to - from));
}

/* Without large pages it is memory like any other. */
static char *
map_aligned(size_t len, hugepages_map *map)
{
	char *all = map(len + HUGEPAGES_SIZE), *at;
	size_t skip;

	if (all == NULL)
		return NULL;
	skip = round_up((uintptr_t)all, HUGEPAGES_SIZE) - (uintptr_t)all;
	at = all + skip;
	unmap(all, at);
	unmap(at + len, at + len + HUGEPAGES_SIZE - skip);
	(void)madvise(at, len, MADV_HUGEPAGE);
	return at;
}

void *
hugepages_cut(struct hugepages *h, size_t len, hugepages_map *map)
{
	char *piece;

	if (len == 0 || len > SIZE_MAX / 2)
		return NULL;
	len = round_up(len, (size_t)sysconf(_SC_PAGESIZE));
	if (len > HUGEPAGES_BLOCK)
		return map_aligned(len, map);
	if (h->at == NULL || len > (size_t)(h->end - h->at)) {
		hugepages_fini(h);
		h->at = map_aligned(HUGEPAGES_BLOCK, map);
		if (h->at == NULL)
			return NULL;
		h->end = h->at + HUGEPAGES_BLOCK;
	}
	piece = h->at;
	h->at += len;
	return piece;
}

void
hugepages_fini(struct hugepages *h)
{
	unmap(h->at, h->end);
	*h = (struct hugepages){0};
}
