/*
 * The active object. Draining waits for a reference count to fall to one; as
 * that is rare, one lock and one condition serve all objects, and letting go
 * touches them only while somebody drains.
 */
#include "holder.h"

#include <assert.h>
#include <stddef.h>

static pthread_mutex_t drain_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t drain_progress = PTHREAD_COND_INITIALIZER;
static atomic_uint drains; /* threads in holder_drain */

void
held_init(struct held *obj, void (*destroy)(struct held *))
{
	atomic_init(&obj->refs, 1);
	obj->destroy = destroy;
}

struct held *
held_ref(struct held *obj)
{
	(void)atomic_fetch_add(&obj->refs, 1);
	return obj;
}

void
held_unref(struct held *obj)
{
	unsigned before;

	if (obj == NULL)
		return;
	before = atomic_fetch_sub(&obj->refs, 1);
	assert(before > 0);
	if (before == 1)
		obj->destroy(obj);
	if (atomic_load(&drains) > 0) {
		(void)pthread_mutex_lock(&drain_lock);
		(void)pthread_cond_broadcast(&drain_progress);
		(void)pthread_mutex_unlock(&drain_lock);
	}
}

void
holder_init(struct holder *h)
{
	*h = (struct holder){0};
	(void)pthread_mutex_init(&h->lock, NULL);
	(void)pthread_cond_init(&h->changed, NULL);
}

void
holder_fini(struct holder *h)
{
	held_unref(h->obj);
	h->obj = NULL;
	(void)pthread_cond_destroy(&h->changed);
	(void)pthread_mutex_destroy(&h->lock);
}

struct held *
holder_get(struct holder *h)
{
	struct held *obj;

	(void)pthread_mutex_lock(&h->lock);
	obj = h->obj != NULL ? held_ref(h->obj) : NULL;
	(void)pthread_mutex_unlock(&h->lock);
	return obj;
}

struct held *
holder_wait(struct holder *h)
{
	struct held *obj;

	(void)pthread_mutex_lock(&h->lock);
	while (h->obj == NULL && !h->closed)
		(void)pthread_cond_wait(&h->changed, &h->lock);
	obj = h->obj != NULL ? held_ref(h->obj) : NULL;
	(void)pthread_mutex_unlock(&h->lock);
	return obj;
}

static struct held *
exchange(struct holder *h, struct held *obj)
{
	struct held *old;

	(void)pthread_mutex_lock(&h->lock);
	old = h->obj;
	h->obj = obj;
	(void)pthread_cond_broadcast(&h->changed);
	(void)pthread_mutex_unlock(&h->lock);
	return old;
}

void
holder_swap(struct holder *h, struct held *obj)
{
	held_unref(exchange(h, obj));
}

void
holder_drain(struct holder *h)
{
	struct held *old;

	(void)atomic_fetch_add(&drains, 1);
	old = exchange(h, NULL);
	if (old != NULL) {
		(void)pthread_mutex_lock(&drain_lock);
		while (atomic_load(&old->refs) > 1)
			(void)pthread_cond_wait(&drain_progress, &drain_lock);
		(void)pthread_mutex_unlock(&drain_lock);
	}
	(void)atomic_fetch_sub(&drains, 1);
	held_unref(old);
}

void
holder_close(struct holder *h)
{
	(void)pthread_mutex_lock(&h->lock);
	h->closed = true;
	(void)pthread_cond_broadcast(&h->changed);
	(void)pthread_mutex_unlock(&h->lock);
}
