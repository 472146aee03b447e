/* Queues between threads. */
#include <stdatomic.h>

#include "err.h"
#include "queue.h"
#include "test.h"
#include "thread.h"

enum { ITEMS = 20000, TAKERS = 4 };

struct item {
	struct queue_item link;
	atomic_int taken;
};

static struct item items[ITEMS];

static void
first_in_first_out(void **state)
{
	struct queue q;
	int i;

	(void)state;
	queue_init(&q);
	for (i = 0; i < 3; i++)
		queue_put(&q, &items[i].link);
	assert_int_equal(queue_count(&q), 3);
	for (i = 0; i < 3; i++)
		assert_ptr_equal(queue_take(&q), &items[i].link);
	assert_int_equal(queue_count(&q), 0);
	/* An emptied queue goes on as a new one. */
	queue_put(&q, &items[7].link);
	assert_ptr_equal(queue_take(&q), &items[7].link);
	queue_fini(&q);
}

static void
all_are_taken_at_once(void **state)
{
	struct queue q;
	struct queue_item *list;

	(void)state;
	queue_init(&q);
	queue_put(&q, &items[0].link);
	queue_put(&q, &items[1].link);
	list = queue_take_all(&q);
	assert_ptr_equal(list, &items[0].link);
	assert_ptr_equal(list->next, &items[1].link);
	assert_null(list->next->next);
	assert_int_equal(queue_count(&q), 0);
	queue_put(&q, &items[2].link);
	assert_ptr_equal(queue_take_all(&q), &items[2].link);
	queue_fini(&q);
}

static void
a_closed_queue_is_emptied_first(void **state)
{
	struct queue q;

	(void)state;
	queue_init(&q);
	queue_put(&q, &items[0].link);
	queue_put(&q, &items[1].link);
	queue_close(&q);
	assert_ptr_equal(queue_take(&q), &items[0].link);
	assert_ptr_equal(queue_take_all(&q), &items[1].link);
	assert_null(queue_take(&q));
	assert_null(queue_take_all(&q));
	queue_fini(&q);
}

static void *
take_until_closed(void *arg)
{
	struct queue_item *item;

	while ((item = queue_take(arg)) != NULL)
		(void)atomic_fetch_add(&((struct item *)item)->taken, 1);
	return NULL;
}

static void
each_item_is_taken_once(void **state)
{
	struct queue q;
	struct err e;
	pthread_t threads[TAKERS];
	int i;

	(void)state;
	queue_init(&q);
	for (i = 0; i < TAKERS; i++)
		assert_int_equal(thread_start(&threads[i], "taker",
				     take_until_closed, &q, &e),
		    0);
	for (i = 0; i < ITEMS; i++)
		queue_put(&q, &items[i].link);
	/* Takers that wait come back as well. */
	queue_close(&q);
	for (i = 0; i < TAKERS; i++)
		(void)pthread_join(threads[i], NULL);
	for (i = 0; i < ITEMS; i++)
		assert_int_equal(items[i].taken, 1);
	queue_fini(&q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_in_first_out),
	    cmocka_unit_test(all_are_taken_at_once),
	    cmocka_unit_test(a_closed_queue_is_emptied_first),
	    cmocka_unit_test(each_item_is_taken_once),
	};

	return RUN_TESTS(tests);
}
