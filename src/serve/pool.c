/*
 * Worker threads over two lists, light and heavy. A spare thread beside them
 * takes light items while heavy ones keep all workers busy, so that no worker
 * has to be held back from heavy items for that.
 */
#include "pool.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem.h"
#include "thread.h"

enum { POOL_WORKERS_MAX = 256, POOL_THREADS_MAX = 2 * POOL_WORKERS_MAX };

struct list {
	struct queue_item *head;
	struct queue_item **tail;
};

struct pool {
	pool_process *process;
	void *arg;
	unsigned workers; /* to count on; does not change */

	pthread_mutex_t lock;   /* guards what follows */
	pthread_cond_t changed; /* for workers */
	pthread_cond_t crowded; /* for the spare thread */
	struct list light, heavy;
	unsigned heavy_running;
	unsigned idle; /* workers that wait */
	bool closed;

	/* Of the thread that opened the pool. */
	unsigned started;
	pthread_t threads[POOL_THREADS_MAX];
};

static void
list_put(struct list *l, struct queue_item *item)
{
	item->next = NULL;
	*l->tail = item;
	l->tail = &item->next;
}

static struct queue_item *
list_take(struct list *l)
{
	struct queue_item *item = l->head;

	l->head = item->next;
	if (l->head == NULL)
		l->tail = &l->head;
	return item;
}

/*
 * Heavy ones are rare and go first, but where light ones wait too, one worker
 * is left to them.
 */
static bool
may_take_heavy(const struct pool *p)
{
	return p->heavy.head != NULL &&
	       (p->light.head == NULL || p->workers == 1 ||
		   p->heavy_running + 1 < p->workers);
}

/* Whether light items wait for nothing but heavy ones. */
static bool
is_crowded(const struct pool *p)
{
	return p->light.head != NULL && p->heavy_running > 0 && p->idle == 0;
}

/* Waits for an item; NULL when the thread is to end. */
static struct queue_item *
take(struct pool *p, bool *heavy_r)
{
	struct queue_item *item = NULL;

	(void)pthread_mutex_lock(&p->lock);
	while (item == NULL) {
		*heavy_r = may_take_heavy(p);
		if (*heavy_r) {
			item = list_take(&p->heavy);
			p->heavy_running++;
		} else if (p->light.head != NULL) {
			item = list_take(&p->light);
		} else if (p->closed) {
			break;
		} else {
			p->idle++;
			(void)pthread_cond_wait(&p->changed, &p->lock);
			p->idle--;
		}
	}
	if (is_crowded(p))
		(void)pthread_cond_signal(&p->crowded);
	(void)pthread_mutex_unlock(&p->lock);
	return item;
}

/* The same for the spare thread. */
static struct queue_item *
take_crowded(struct pool *p)
{
	struct queue_item *item = NULL;

	(void)pthread_mutex_lock(&p->lock);
	while (!is_crowded(p) && !p->closed)
		(void)pthread_cond_wait(&p->crowded, &p->lock);
	if (p->light.head != NULL)
		item = list_take(&p->light);
	(void)pthread_mutex_unlock(&p->lock);
	return item;
}

/* False when the thread is to end. */
static bool
process(struct pool *p, struct queue_item *item, bool heavy)
{
	enum pool_outcome outcome = p->process(p->arg, item, heavy);

	assert(outcome != POOL_HEAVY || !heavy);
	if (!heavy && outcome != POOL_HEAVY)
		return outcome != POOL_LEAVE;
	(void)pthread_mutex_lock(&p->lock);
	if (heavy)
		p->heavy_running--;
	else
		list_put(&p->heavy, item);
	(void)pthread_cond_broadcast(&p->changed);
	(void)pthread_mutex_unlock(&p->lock);
	return outcome != POOL_LEAVE;
}

static void *
run(void *arg)
{
	struct pool *p = arg;
	struct queue_item *item;
	bool heavy, go_on = true;

	while (go_on && (item = take(p, &heavy)) != NULL)
		go_on = process(p, item, heavy);
	return NULL;
}

static void *
run_spare(void *arg)
{
	struct pool *p = arg;
	struct queue_item *item;

	while ((item = take_crowded(p)) != NULL)
		if (!process(p, item, false))
			break;
	return NULL;
}

static unsigned
count_workers(unsigned wanted)
{
	long n = wanted > 0 ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);

	if (n < 1)
		return 1;
	return n > POOL_WORKERS_MAX ? POOL_WORKERS_MAX : (unsigned)n;
}

static int
add_thread(struct pool *p, void *(*body)(void *), struct err *e)
{
	if (p->started == POOL_THREADS_MAX)
		return err_set(e, "there are %u workers already", p->started);
	if (thread_start(&p->threads[p->started], "worker", body, p, e) == -1)
		return -1;
	p->started++;
	return 0;
}

int
pool_open(unsigned workers, pool_process *process_item, void *arg,
    struct pool **pool_r, struct err *e)
{
	struct pool *p = mem_zalloc(1, sizeof(*p));

	(void)pthread_mutex_init(&p->lock, NULL);
	(void)pthread_cond_init(&p->changed, NULL);
	(void)pthread_cond_init(&p->crowded, NULL);
	p->light.tail = &p->light.head;
	p->heavy.tail = &p->heavy.head;
	p->process = process_item;
	p->arg = arg;
	p->workers = count_workers(workers);
	while (p->started < p->workers + (p->workers > 1 ? 1 : 0))
		if (add_thread(p, p->started < p->workers ? run : run_spare,
			e) == -1) {
			pool_close(&p);
			return -1;
		}
	*pool_r = p;
	return 0;
}

void
pool_put(struct pool *p, struct queue_item *item)
{
	(void)pthread_mutex_lock(&p->lock);
	assert(!p->closed);
	list_put(&p->light, item);
	(void)pthread_cond_signal(is_crowded(p) ? &p->crowded : &p->changed);
	(void)pthread_mutex_unlock(&p->lock);
}

unsigned
pool_workers(const struct pool *p)
{
	return p->workers;
}

int
pool_replace(struct pool *p, struct err *e)
{
	return add_thread(p, run, e);
}

void
pool_close(struct pool **pp)
{
	struct pool *p = *pp;
	unsigned i;

	if (p == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	p->closed = true;
	(void)pthread_cond_broadcast(&p->changed);
	(void)pthread_cond_broadcast(&p->crowded);
	(void)pthread_mutex_unlock(&p->lock);
	for (i = 0; i < p->started; i++)
		(void)pthread_join(p->threads[i], NULL);
	(void)run(p); /* what is left when every thread was replaced */
	assert(p->light.head == NULL && p->heavy.head == NULL);
	(void)pthread_cond_destroy(&p->changed);
	(void)pthread_cond_destroy(&p->crowded);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
	*pp = NULL;
}
