/*
 * What the program does for those who watch it: a thread that looks how
 * things are and tells it. It waits for disks, so that no answer does.
 */
#ifndef PULSE_PRIV_H
#define PULSE_PRIV_H

#include "filter.h"
#include "pool.h"

struct pulse;

/* The time, which tests bring along. */
struct pulse_time {
	uint64_t mono_ms;
	int64_t wall_ms; /* since 1970 */
};

/* A pulse that beats only when it is told to. */
struct pulse *pulse_new(struct filter *f, struct pool *pool);
void pulse_free(struct pulse **p);

/* Looks once, and does what is due. */
void pulse_beat(struct pulse *p, const struct pulse_time *now);

/* Lets it beat once a second, in a thread of its own. */
int pulse_open(
    struct filter *f, struct pool *pool, struct pulse **pulse_r, struct err *e);

/* Beats for the last time and frees. Before the pool is closed. */
void pulse_close(struct pulse **p);

#endif
