/*
 * What protects the program, set up at the start: its journal and its last
 * words. Main thread.
 */
#ifndef GUARD_PRIV_H
#define GUARD_PRIV_H

#include "filter.h"

struct guard {
	struct err journal_fault; /* why nothing is remembered, or "" */
};

/*
 * Before other threads start. -1 when the state folder is not to be trusted.
 */
int guard_open(struct guard *g, struct filter *f, struct err *e);

/* Tells the log what guard_open has found. */
void guard_tell(const struct guard *g, const struct filter *f);

/* From time to time: recovers from faults of the state folder. */
void guard_probe(struct guard *g, struct filter *f);

/* A clean end, when other threads have ended or have nothing in work. */
void guard_close(struct filter *f);

#endif
