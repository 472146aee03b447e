/*
 * The proof of life: from time to time a message with the test virus goes
 * through the program. One thread uses it.
 */
#ifndef SELF_TEST_PRIV_H
#define SELF_TEST_PRIV_H

#include "filter.h"
#include "pool.h"
#include "probe_priv.h"
#include "pulse_priv.h"

struct self_test {
	struct filter *filter;
	struct pool *pool;
	struct probe *probe; /* in work; NULL: none */
	struct probe *stuck; /* one that took too long */
	uint64_t since_ms;   /* when the last one began */
	bool begun;          /* since_ms is set */
	bool failed;         /* the last one */
};

/* Begins one when it is due, or looks what became of the one in work. */
void self_test_tick(struct self_test *t, const struct config *config,
    const struct pulse_time *now);

/* Lets go; what is in work goes on by itself. */
void self_test_fini(struct self_test *t);

#endif
