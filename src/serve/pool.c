/* Worker threads over one queue. */
#include "pool.h"

#include <stdlib.h>
#include <unistd.h>

#include "mem.h"
#include "thread.h"

enum { POOL_WORKERS_MAX = 256 };

struct pool {
	struct queue items;
	void (*process)(void *arg, struct queue_item *item);
	void *arg;
	unsigned workers;
	pthread_t threads[POOL_WORKERS_MAX];
};

static void *
run(void *arg)
{
	struct pool *p = arg;
	struct queue_item *item;

	while ((item = queue_take(&p->items)) != NULL)
		p->process(p->arg, item);
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

int
pool_open(unsigned workers, void (*process)(void *arg, struct queue_item *item),
    void *arg, struct pool **pool_r, struct err *e)
{
	struct pool *p = mem_zalloc(1, sizeof(*p));
	unsigned n = count_workers(workers);

	queue_init(&p->items);
	p->process = process;
	p->arg = arg;
	for (; p->workers < n; p->workers++)
		if (thread_start(
			&p->threads[p->workers], "worker", run, p, e) == -1) {
			pool_close(&p);
			return -1;
		}
	*pool_r = p;
	return 0;
}

void
pool_put(struct pool *p, struct queue_item *item)
{
	queue_put(&p->items, item);
}

unsigned
pool_workers(const struct pool *p)
{
	return p->workers;
}

void
pool_close(struct pool **pp)
{
	struct pool *p = *pp;
	unsigned i;

	if (p == NULL)
		return;
	queue_close(&p->items);
	for (i = 0; i < p->workers; i++)
		(void)pthread_join(p->threads[i], NULL);
	queue_fini(&p->items);
	free(p);
	*pp = NULL;
}
