/*
 * The thread that writes the history. It takes what has been answered in
 * batches, so that nobody waits for a disk; while the disk fails, messages
 * wait for it up to a bound, and what is beyond that is counted as lost. It
 * also sends the report, when it is due.
 */
#ifndef HISTORIAN_H
#define HISTORIAN_H

#include <stdbool.h>

#include "err.h"
#include "filter.h"
#include "history.h"

enum {
	HISTORIAN_WAITING = 65536,          /* messages that may wait */
	HISTORIAN_BYTES = 32 * 1024 * 1024, /* of memory for them */
	HISTORIAN_GATHER_MS = 1000,         /* how long a batch is gathered */
	HISTORIAN_MINUTE_MS = 60000 /* between looks at everything else */
};

struct historian;

/* Starts the thread. */
int historian_open(
    struct filter *f, struct historian **historian_r, struct err *e);

/* Whether a history is kept at all; NULL keeps none. Any thread may call. */
bool historian_wants(const struct historian *h);

/*
 * Takes a message over. Never waits for more than the copy of a pointer. Any
 * thread may call.
 */
void historian_put(struct historian *h, struct history_message *message);

/*
 * Writes what is there and ends the thread. historian_put may still be called
 * and does nothing any more. NULL is fine.
 */
void historian_stop(struct historian *h);

/* The same, when nobody calls any more; frees. NULL inside is fine. */
void historian_close(struct historian **h);

#endif
