/* Worker threads. */
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

#include "pool.h"
#include "test.h"

enum { ITEMS = 5000, WORKERS = 4 };

struct item {
	struct queue_item link;
	atomic_int done;
};

static struct item items[ITEMS];

static enum pool_outcome
count(void *arg, struct queue_item *item, bool heavy)
{
	atomic_int *sum = arg;

	(void)heavy;
	(void)atomic_fetch_add(&((struct item *)item)->done, 1);
	(void)atomic_fetch_add(sum, 1);
	return POOL_DONE;
}

static void
what_was_put_is_processed_once(void **state)
{
	struct pool *pool = NULL;
	atomic_int sum = 0;
	struct err e;
	int i;

	(void)state;
	assert_int_equal(pool_open(WORKERS, count, &sum, &pool, &e), 0);
	assert_int_equal(pool_workers(pool), WORKERS);
	for (i = 0; i < ITEMS; i++)
		pool_put(pool, &items[i].link);
	/* Closing leaves nothing behind. */
	pool_close(&pool);
	assert_null(pool);
	assert_int_equal(sum, ITEMS);
	for (i = 0; i < ITEMS; i++)
		assert_int_equal(items[i].done, 1);
	pool_close(&pool);
}

static enum pool_outcome
meet(void *arg, struct queue_item *item, bool heavy)
{
	(void)item;
	(void)heavy;
	(void)pthread_barrier_wait(arg);
	return POOL_DONE;
}

/* Each item waits for the others, so that one thread alone would hang. */
static void
workers_work_at_the_same_time(void **state)
{
	struct pool *pool = NULL;
	pthread_barrier_t all;
	struct err e;
	int i;

	(void)state;
	assert_int_equal(pthread_barrier_init(&all, NULL, WORKERS), 0);
	assert_int_equal(pool_open(WORKERS, meet, &all, &pool, &e), 0);
	for (i = 0; i < WORKERS; i++)
		pool_put(pool, &items[i].link);
	pool_close(&pool);
	(void)pthread_barrier_destroy(&all);
}

struct meeting {
	pthread_barrier_t all;
	sem_t heavy; /* one for each heavy item in work */
};

/* The first items are heavy, as many as there are workers. */
static enum pool_outcome
meet_heavy(void *arg, struct queue_item *item, bool heavy)
{
	struct meeting *m = arg;
	bool is_heavy = (struct item *)item < items + WORKERS;

	if (is_heavy && !heavy)
		return POOL_HEAVY;
	if (is_heavy)
		(void)sem_post(&m->heavy);
	return meet(&m->all, item, heavy);
}

/*
 * Heavy items have all workers, and a light one that comes then does not wait
 * for them. All of them meet, so that a thread too few would hang.
 */
static void
light_items_pass_heavy_ones(void **state)
{
	struct pool *pool = NULL;
	struct meeting m;
	struct err e;
	int i;

	(void)state;
	assert_int_equal(pthread_barrier_init(&m.all, NULL, WORKERS + 1), 0);
	assert_int_equal(sem_init(&m.heavy, 0, 0), 0);
	assert_int_equal(pool_open(WORKERS, meet_heavy, &m, &pool, &e), 0);
	for (i = 0; i < WORKERS; i++)
		pool_put(pool, &items[i].link);
	for (i = 0; i < WORKERS; i++)
		assert_int_equal(sem_wait(&m.heavy), 0);
	pool_put(pool, &items[WORKERS].link);
	pool_close(&pool);
	(void)sem_destroy(&m.heavy);
	(void)pthread_barrier_destroy(&m.all);
}

static enum pool_outcome
count_heavy(void *arg, struct queue_item *item, bool heavy)
{
	bool is_heavy = ((struct item *)item - items) % 3 == 0;

	if (is_heavy && !heavy)
		return POOL_HEAVY;
	assert_int_equal(is_heavy, heavy);
	return count(arg, item, heavy);
}

/* With any number of workers, one too. */
static void
nothing_is_lost_among_heavy_items(void **state)
{
	struct pool *pool = NULL;
	atomic_int sum = 0;
	unsigned workers;
	struct err e;
	int i;

	(void)state;
	for (workers = 1; workers <= WORKERS; workers++) {
		sum = 0;
		assert_int_equal(
		    pool_open(workers, count_heavy, &sum, &pool, &e), 0);
		for (i = 0; i < ITEMS; i++)
			pool_put(pool, &items[i].link);
		pool_close(&pool);
		assert_int_equal(sum, ITEMS);
	}
}

static void
there_is_one_worker_per_processor(void **state)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct pool *pool = NULL;
	atomic_int sum = 0;
	struct err e;

	(void)state;
	assert_int_equal(pool_open(0, count, &sum, &pool, &e), 0);
	assert_int_equal(
	    pool_workers(pool), processors > 256 ? 256 : processors);
	pool_close(&pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_put_is_processed_once),
	    cmocka_unit_test(workers_work_at_the_same_time),
	    cmocka_unit_test(light_items_pass_heavy_ones),
	    cmocka_unit_test(nothing_is_lost_among_heavy_items),
	    cmocka_unit_test(there_is_one_worker_per_processor),
	};

	return RUN_TESTS(tests);
}
