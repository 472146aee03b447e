/*
 * Numbers that look drawn by lot and are the same everywhere for the same
 * seed (xorshift64*). One sequence belongs to one thread.
 */
#ifndef DRAW_H
#define DRAW_H

#include <stddef.h>
#include <stdint.h>

struct draw {
	uint64_t state;
};

void draw_init(struct draw *d, uint64_t seed);
uint64_t draw_next(struct draw *d);
uint32_t draw_below(struct draw *d, uint32_t below);
void draw_bytes(struct draw *d, unsigned char *data, size_t len);

#endif
