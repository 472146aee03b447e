/* xorshift64*. */
#include "draw.h"

#include <string.h>

void
draw_init(struct draw *d, uint64_t seed)
{
	d->state = seed * 2 + 88172645463325253ULL;
	(void)draw_next(d);
	(void)draw_next(d);
}

uint64_t
draw_next(struct draw *d)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return d->state * 2685821657736338717ULL;
}

uint32_t
draw_below(struct draw *d, uint32_t below)
{
	return (uint32_t)(draw_next(d) >> 33) % below;
}

void
draw_bytes(struct draw *d, unsigned char *data, size_t len)
{
	uint64_t n;
	size_t i, part;

	for (i = 0; i < len; i += part) {
		n = draw_next(d);
		part = len - i < sizeof(n) ? len - i : sizeof(n);
		memcpy(data + i, &n, part);
	}
}
