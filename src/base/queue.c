/* A first-in first-out queue between threads. */
#include "queue.h"

#include <assert.h>

void
queue_init(struct queue *q)
{
	*q = (struct queue){0};
	(void)pthread_mutex_init(&q->lock, NULL);
	(void)pthread_cond_init(&q->filled, NULL);
	q->tail = &q->head;
}

void
queue_fini(struct queue *q)
{
	assert(q->head == NULL);
	(void)pthread_cond_destroy(&q->filled);
	(void)pthread_mutex_destroy(&q->lock);
}

void
queue_put(struct queue *q, struct queue_item *item)
{
	item->next = NULL;
	(void)pthread_mutex_lock(&q->lock);
	assert(!q->closed);
	*q->tail = item;
	q->tail = &item->next;
	q->count++;
	(void)pthread_cond_signal(&q->filled);
	(void)pthread_mutex_unlock(&q->lock);
}

struct queue_item *
queue_take(struct queue *q)
{
	struct queue_item *item;

	(void)pthread_mutex_lock(&q->lock);
	while (q->head == NULL && !q->closed)
		(void)pthread_cond_wait(&q->filled, &q->lock);
	item = q->head;
	if (item != NULL) {
		q->head = item->next;
		if (q->head == NULL)
			q->tail = &q->head;
		q->count--;
	}
	(void)pthread_mutex_unlock(&q->lock);
	return item;
}

struct queue_item *
queue_take_all(struct queue *q)
{
	struct queue_item *list;

	(void)pthread_mutex_lock(&q->lock);
	while (q->head == NULL && !q->closed)
		(void)pthread_cond_wait(&q->filled, &q->lock);
	list = q->head;
	q->head = NULL;
	q->tail = &q->head;
	q->count = 0;
	(void)pthread_mutex_unlock(&q->lock);
	return list;
}

void
queue_close(struct queue *q)
{
	(void)pthread_mutex_lock(&q->lock);
	q->closed = true;
	(void)pthread_cond_broadcast(&q->filled);
	(void)pthread_mutex_unlock(&q->lock);
}

struct queue_item *
queue_first(struct queue *q)
{
	struct queue_item *item;

	(void)pthread_mutex_lock(&q->lock);
	item = q->head;
	(void)pthread_mutex_unlock(&q->lock);
	return item;
}

size_t
queue_count(struct queue *q)
{
	size_t n;

	(void)pthread_mutex_lock(&q->lock);
	n = q->count;
	(void)pthread_mutex_unlock(&q->lock);
	return n;
}
