/*
 * Sees to it that every request is answered in time, whatever a scan does.
 * Main thread.
 */
#ifndef WATCHDOG_PRIV_H
#define WATCHDOG_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "filter.h"
#include "pool.h"

struct watchdog {
	struct filter *filter;
	struct pool *pool;
	unsigned stuck; /* workers that were given up */
};

/*
 * Answers the requests that are older than [server] answer_within and puts
 * new workers in the place of those that do not come back. False when so many
 * are stuck that the program should end and be started again.
 */
bool watchdog_check(struct watchdog *w, uint64_t now_ms);

/* Defers everything that has no answer, before the program ends. */
void watchdog_defer_all(struct watchdog *w, const char *reason);

#endif
