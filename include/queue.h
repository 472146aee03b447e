/*
 * A first-in first-out queue between threads. Items embed a link and are owned
 * by whoever holds them: putting gives an item away, taking receives it.
 * Putting never blocks and never fails.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct queue_item {
	struct queue_item *next;
};

struct queue {
	pthread_mutex_t lock; /* guards everything below */
	pthread_cond_t filled;
	struct queue_item *head;
	struct queue_item **tail;
	size_t count;
	bool closed;
};

void queue_init(struct queue *q);

/* The queue must be empty and nobody may be waiting. */
void queue_fini(struct queue *q);

void queue_put(struct queue *q, struct queue_item *item);

/*
 * Takes the oldest item, waiting for one. Returns NULL once the queue is
 * closed and empty.
 */
struct queue_item *queue_take(struct queue *q);

/* Takes the whole list at once, waiting for it to hold something. */
struct queue_item *queue_take_all(struct queue *q);

/* Nothing will be put any more; waiting threads come back when it is empty. */
void queue_close(struct queue *q);

/* The oldest item, which stays where it is, or NULL. */
struct queue_item *queue_first(struct queue *q);

/* How many items wait now. */
size_t queue_count(struct queue *q);

#endif
