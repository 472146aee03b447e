/*
 * Worker threads. Each takes an item, processes it with no lock held, and
 * takes the next. Processing cannot fail: the outcome is in the item, and who
 * processes it also disposes of it.
 *
 * An item may turn out to be heavy. Then it goes back and is taken as a heavy
 * one. While heavy items keep all workers busy, a spare thread beside them
 * takes the light ones, so that these never wait for heavy ones alone. A single
 * worker has none and takes both, in order.
 */
#ifndef POOL_H
#define POOL_H

#include <stdbool.h>

#include "err.h"
#include "queue.h"

struct pool;

enum pool_outcome {
	POOL_DONE,  /* the item is disposed of */
	POOL_HEAVY, /* give it to me again as a heavy one */
	POOL_LEAVE  /* disposed of, by a thread that was replaced: it ends */
};

typedef enum pool_outcome pool_process(
    void *arg, struct queue_item *item, bool heavy);

/* Starts `workers` workers, or one per processor when that is 0. */
int pool_open(unsigned workers, pool_process *process, void *arg,
    struct pool **pool_r, struct err *e);

/* Gives an item to the pool. Never blocks. Any thread may call. */
void pool_put(struct pool *p, struct queue_item *item);

/* How many workers there are to count on. */
unsigned pool_workers(const struct pool *p);

/*
 * Starts one more thread for a worker that is stuck; its processing returns
 * POOL_LEAVE, should it come back after all. -1 when there cannot be more
 * threads. One thread calls this, the one that opened the pool.
 */
int pool_replace(struct pool *p, struct err *e);

/* Processes what is left, ends the threads and frees. */
void pool_close(struct pool **p);

#endif
