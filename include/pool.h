/*
 * Worker threads. Each takes an item, processes it with no lock held, and
 * takes the next. Processing cannot fail: the outcome is in the item, and who
 * processes it also disposes of it.
 */
#ifndef POOL_H
#define POOL_H

#include "err.h"
#include "queue.h"

struct pool;

/* Starts `workers` threads, or one per processor when that is 0. */
int pool_open(unsigned workers,
    void (*process)(void *arg, struct queue_item *item), void *arg,
    struct pool **pool_r, struct err *e);

/* Gives an item to the pool. Never blocks. Any thread may call. */
void pool_put(struct pool *p, struct queue_item *item);

/* How many threads there are. */
unsigned pool_workers(const struct pool *p);

/* Processes what is left, ends the threads and frees. */
void pool_close(struct pool **p);

#endif
