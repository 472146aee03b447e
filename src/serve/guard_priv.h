/*
 * What protects the program, set up at the start in this order: the user that
 * it runs as, the journal and the last words, and, when everything has been
 * opened, the box. Main thread.
 */
#ifndef GUARD_PRIV_H
#define GUARD_PRIV_H

#include "filter.h"
#include "sandbox.h"

enum { GUARD_LOST_MAX = 2048 };

struct guard {
	struct err journal_fault; /* why nothing is remembered, or "" */
	struct sandbox_state state;
	char lost[GUARD_LOST_MAX]; /* what was said of paths that were lost */
};

/*
 * With the configuration read and nothing else opened. -1 when the program
 * must not run: no such user, or a state folder that others can write.
 */
int guard_open(struct guard *g, struct filter *f, struct err *e);

/*
 * Locks the program in, before other threads start and before a byte from
 * outside is read.
 */
int guard_enter(struct guard *g, struct filter *f, struct err *e);

/* Tells the log what came of it, and what the user cannot do. */
void guard_tell(const struct guard *g, struct filter *f);

/* From time to time: recovers from faults of the state folder. */
void guard_probe(struct guard *g, struct filter *f);

/*
 * The sandbox holds files and folders, not names: one that is made anew while
 * the program runs stays closed to it. Tells of those, once.
 */
void guard_watch(struct guard *g, struct filter *f);

/* A clean end, when no other thread is left. */
void guard_close(struct filter *f);

#endif
