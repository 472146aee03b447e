/*
 * Lets some work be done alone and all other work side by side. Nobody waits
 * for ever: after TURN_WAIT_MS it goes on as if there were nobody else. Work
 * side by side needs no system call as long as none is done alone. Any thread
 * may call.
 */
#ifndef TURN_PRIV_H
#define TURN_PRIV_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { TURN_WAIT_MS = 10000 };

struct turn {
	atomic_uint beside;   /* how many are at work side by side */
	atomic_uint alone;    /* who works alone or waits for the others */
	pthread_mutex_t lock; /* of who waits; guards nothing else */
	pthread_cond_t changed;
};

void turn_init(struct turn *t);
void turn_fini(struct turn *t);

/* Before and after the work; both with the same `alone`. */
void turn_begin(struct turn *t, bool alone);
void turn_end(struct turn *t, bool alone);

#endif
