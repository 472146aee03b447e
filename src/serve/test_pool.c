/* Worker threads. */
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
	    cmocka_unit_test(there_is_one_worker_per_processor),
	};

	return RUN_TESTS(tests);
}
