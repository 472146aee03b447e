/*
 * The thread that writes the history. Putting is a pointer in a list under a
 * lock; the thread exchanges that list for an empty one and writes it in one
 * transaction. A batch that could not be written waits and is tried again.
 */
#include "historian.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "clock.h"
#include "historian_priv.h"
#include "log.h"
#include "mem.h"
#include "thread.h"

enum { FIRST_SIZE = 64 };

struct historian {
	struct filter *filter;
	pthread_t thread;
	bool running; /* the caller's */
	atomic_bool wanted;

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	struct heap fresh;
	size_t waiting, bytes; /* fresh ones and those of the thread */
	uint64_t lost;
	bool closing;

	/* The thread's own. */
	struct desk desk;
	uint64_t minute_due_ms;
};

void
heap_add(struct heap *heap, struct history_message *message)
{
	if (heap->n == heap->size) {
		heap->size = heap->size == 0 ? FIRST_SIZE : 2 * heap->size;
		heap->list = mem_resize(
		    heap->list, heap->size, sizeof(struct history_message *));
	}
	heap->list[heap->n++] = message;
}

void
heap_clear(struct heap *heap)
{
	size_t i;

	for (i = 0; i < heap->n; i++)
		history_message_free(&heap->list[i]);
	free(heap->list);
	*heap = (struct heap){0};
}

bool
historian_wants(const struct historian *h)
{
	return h != NULL && atomic_load(&h->wanted);
}

void
historian_put(struct historian *h, struct history_message *message)
{
	const size_t bytes = history_message_size(message);
	bool taken;

	(void)pthread_mutex_lock(&h->lock);
	taken = !h->closing && h->waiting < HISTORIAN_WAITING &&
		h->bytes + bytes <= HISTORIAN_BYTES;
	if (taken) {
		heap_add(&h->fresh, message);
		h->waiting++;
		h->bytes += bytes;
		/* It sleeps without a message, and hurries with many. */
		if (h->fresh.n == 1 || h->fresh.n == HISTORIAN_WAITING / 2)
			(void)pthread_cond_signal(&h->changed);
	} else {
		h->lost++;
	}
	(void)pthread_mutex_unlock(&h->lock);
	if (!taken)
		history_message_free(&message);
}

/* Waits for messages and takes them to the desk; true when it is to end. */
static bool
gather(struct historian *h)
{
	struct heap empty = {0};
	uint64_t due_ms;
	bool closing;
	size_t i;

	(void)pthread_mutex_lock(&h->lock);
	while (!h->closing && h->fresh.n == 0 && h->desk.heap.n == 0 &&
	       !h->desk.more && clock_mono_ms() < h->minute_due_ms)
		(void)thread_cond_wait(&h->changed, &h->lock, h->minute_due_ms);
	due_ms = clock_mono_ms() + HISTORIAN_GATHER_MS;
	while (!h->closing && h->fresh.n < HISTORIAN_WAITING / 2 &&
	       clock_mono_ms() < due_ms)
		(void)thread_cond_wait(&h->changed, &h->lock, due_ms);
	if (h->desk.heap.n == 0) {
		h->desk.heap = h->fresh;
		h->fresh = empty;
	} else { /* a batch that waits for the disk */
		for (i = 0; i < h->fresh.n; i++)
			heap_add(&h->desk.heap, h->fresh.list[i]);
		h->fresh.n = 0;
	}
	h->desk.lost += h->lost;
	h->lost = 0;
	closing = h->closing;
	(void)pthread_mutex_unlock(&h->lock);
	return closing;
}

static size_t
bytes_of(const struct heap *heap)
{
	size_t i, bytes = 0;

	for (i = 0; i < heap->n; i++)
		bytes += history_message_size(heap->list[i]);
	return bytes;
}

/* Works, and makes room for as many as have left the desk. */
static void
work(struct historian *h, bool minute)
{
	const size_t bytes = bytes_of(&h->desk.heap), n = h->desk.heap.n;
	size_t left;

	desk_work(&h->desk, h->filter, minute);
	atomic_store(&h->wanted, h->desk.wanted);
	left = bytes_of(&h->desk.heap);
	(void)pthread_mutex_lock(&h->lock);
	h->waiting -= n - h->desk.heap.n;
	h->bytes -= bytes - left;
	(void)pthread_mutex_unlock(&h->lock);
}

static void *
run(void *arg)
{
	struct historian *h = arg;
	bool closing, minute;

	do {
		closing = gather(h);
		minute = clock_mono_ms() >= h->minute_due_ms;
		if (minute)
			h->minute_due_ms =
			    clock_mono_ms() + HISTORIAN_MINUTE_MS;
		work(h, minute || closing);
	} while (!closing);
	desk_clear(&h->desk);
	return NULL;
}

int
historian_open(struct filter *f, struct historian **historian_r, struct err *e)
{
	struct historian *h = mem_zalloc(1, sizeof(*h));

	h->filter = f;
	desk_init(&h->desk, f);
	atomic_init(&h->wanted, h->desk.wanted);
	(void)pthread_mutex_init(&h->lock, NULL);
	thread_cond_init(&h->changed);
	h->running = true;
	if (thread_start(&h->thread, "historian", run, h, e) == -1) {
		h->running = false;
		historian_close(&h);
		return -1;
	}
	*historian_r = h;
	return 0;
}

void
historian_stop(struct historian *h)
{
	if (h == NULL || !h->running)
		return;
	(void)pthread_mutex_lock(&h->lock);
	h->closing = true;
	(void)pthread_cond_signal(&h->changed);
	(void)pthread_mutex_unlock(&h->lock);
	(void)pthread_join(h->thread, NULL);
	h->running = false;
}

void
historian_close(struct historian **historian)
{
	struct historian *h = *historian;

	if (h == NULL)
		return;
	historian_stop(h);
	heap_clear(&h->fresh);
	(void)pthread_cond_destroy(&h->changed);
	(void)pthread_mutex_destroy(&h->lock);
	free(h);
	*historian = NULL;
}
