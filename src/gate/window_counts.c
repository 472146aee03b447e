/* Arithmetic of slots. The oldest slots make room when the window goes on. */
#include "window_counts_priv.h"

#include <string.h>

static uint32_t *
place(struct counts *c, int64_t slot)
{
	return &c->n[slot % SLOTS];
}

/* True when the window still holds the slot. */
static bool
holds(const struct counts *c, int64_t slot)
{
	return slot >= 0 && slot <= c->newest && slot > c->newest - SLOTS;
}

void
counts_init(struct counts *c, int64_t slot)
{
	memset(c, 0, sizeof(*c));
	c->newest = slot > 0 ? slot : 0;
}

void
counts_advance(struct counts *c, int64_t slot)
{
	int64_t s;

	if (slot <= c->newest)
		return;
	if (slot - c->newest >= SLOTS)
		memset(c->n, 0, sizeof(c->n));
	else
		for (s = c->newest + 1; s <= slot; s++)
			*place(c, s) = 0;
	c->newest = slot;
}

void
counts_put(struct counts *c, int64_t slot, uint32_t n)
{
	counts_advance(c, slot);
	if (holds(c, slot) && *place(c, slot) < n)
		*place(c, slot) = n;
}

uint32_t
counts_at(const struct counts *c, int64_t slot)
{
	return holds(c, slot) ? c->n[slot % SLOTS] : 0;
}

void
counts_raise(struct counts *c, const struct counts *other)
{
	int64_t s;

	for (s = other->newest - SLOTS + 1; s <= other->newest; s++)
		if (counts_at(other, s) > 0)
			counts_put(c, s, counts_at(other, s));
	counts_advance(c, other->newest);
	if (c->wall_s < other->wall_s)
		c->wall_s = other->wall_s;
}

void
counts_add(struct counts *c, const struct counts *other, int64_t shift_ms)
{
	int64_t s, to;
	uint64_t sum;

	for (s = other->newest - SLOTS + 1; s <= other->newest; s++) {
		to = ((s + 1) * WINDOW_SLOT_MS - 1 + shift_ms) / WINDOW_SLOT_MS;
		if (to > c->newest)
			to = c->newest;
		if (counts_at(other, s) == 0 || !holds(c, to))
			continue;
		sum = (uint64_t)*place(c, to) + counts_at(other, s);
		*place(c, to) = sum < COUNT_MAX ? (uint32_t)sum : COUNT_MAX;
	}
	if (c->wall_s < other->wall_s)
		c->wall_s = other->wall_s;
}

void
counts_fill(struct counts *c)
{
	*place(c, c->newest) = COUNT_MAX;
}

bool
counts_behind(const struct counts *c, const struct counts *other)
{
	int64_t s;

	for (s = other->newest - SLOTS + 1; s <= other->newest; s++)
		if (s > c->newest - SLOTS &&
		    counts_at(c, s) < counts_at(other, s))
			return true;
	return false;
}

void
counts_use(const struct counts *c, int64_t time_ms, uint64_t limit,
    struct window_use *use_r)
{
	int64_t s, now = time_ms / WINDOW_SLOT_MS;
	uint64_t used = 0, left;

	memset(use_r, 0, sizeof(*use_r));
	if (now < c->newest)
		now = c->newest;
	for (s = now - SLOTS + 1; s <= now; s++) {
		used += counts_at(c, s);
		if (counts_at(c, s) == COUNT_MAX)
			use_r->assumed = true;
	}
	use_r->wall_ms = (int64_t)c->wall_s * 1000;
	use_r->used = used;
	if (limit == WINDOW_UNLIMITED || used < limit)
		return;
	use_r->used = use_r->assumed ? limit : used;
	/* The oldest slots go one by one until one message has room. */
	left = used;
	for (s = now - SLOTS + 1; s <= now && left >= limit; s++)
		left -= counts_at(c, s);
	/* Slot s - 1 leaves when slot s - 1 + SLOTS begins. */
	use_r->wait_ms = (uint64_t)((s - 1 + SLOTS) * WINDOW_SLOT_MS - time_ms);
}
