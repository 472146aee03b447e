/*
 * The numbers of a window outside of its file: what each of its slots holds.
 * A slot is named by its number since 1970 in the window's own time. Plain
 * data of one thread.
 */
#ifndef WINDOW_COUNTS_PRIV_H
#define WINDOW_COUNTS_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "window.h"

enum {
	/* The running slot and the 360 before it, which any 60 minutes may
	 * touch. */
	SLOTS = WINDOW_MS / WINDOW_SLOT_MS + 1,
	COUNT_MAX = (1 << 27) - 1 /* more than any limit: "full" */
};

struct counts {
	int64_t newest;    /* slot; older than newest - SLOTS + 1 is gone */
	uint64_t wall_s;   /* newest time of day that was seen */
	uint32_t n[SLOTS]; /* of a slot, at its number modulo SLOTS */
};

/* An empty window whose newest slot is `slot`. */
void counts_init(struct counts *c, int64_t slot);

/* Lets the window go on to `slot`; it never goes back. */
void counts_advance(struct counts *c, int64_t slot);

/* Lets a slot hold at least `n`, going on to it where it is newer. */
void counts_put(struct counts *c, int64_t slot, uint32_t n);

/* What one slot holds; 0 outside of the window. */
uint32_t counts_at(const struct counts *c, int64_t slot);

/* Each slot the higher number of both: two views of the same messages. */
void counts_raise(struct counts *c, const struct counts *other);

/*
 * Each slot the sum of both: different messages. The slots of `other` are
 * `shift_ms` later in the time of c; what does not divide evenly counts as
 * late as possible, but not later than c->newest.
 */
void counts_add(struct counts *c, const struct counts *other, int64_t shift_ms);

/* Lets the newest slot hold so much that every limit is reached. */
void counts_fill(struct counts *c);

/* True when a slot of `c` holds less than the same one of `other`. */
bool counts_behind(const struct counts *c, const struct counts *other);

/* What the window holds at `time_ms`, and when a slot opens, for a limit. */
void counts_use(const struct counts *c, int64_t time_ms, uint64_t limit,
    struct window_use *use_r);

#endif
