/*
 * One scan of the program's own: a message file with the test virus EICAR in
 * it, and what came of it. Belongs to the thread that made it and to the job
 * that scans it, whoever lets go last.
 */
#ifndef PROBE_PRIV_H
#define PROBE_PRIV_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "holder.h"

struct probe {
	struct held held; /* first */
	char *path;       /* of the message, removed with the probe */
	bool passed;      /* may be read when `done`: */
	struct err why;   /* not passed */
	uint64_t took_ms;
	atomic_bool done;
};

/* Writes the message into a folder. 0, or -1 with the reason. */
int probe_new(const char *folder, struct probe **probe_r, struct err *e);

/* Lets go and sets the pointer to NULL; NULL is fine. */
void probe_unref(struct probe **probe);

/* The end of it; `why` is NULL when EICAR was found. */
void probe_finish(struct probe *p, const char *why, uint64_t took_ms);

#endif
