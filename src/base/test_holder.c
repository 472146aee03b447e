/* The active object: references, swaps and draining. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "err.h"
#include "holder.h"
#include "mem.h"
#include "test.h"
#include "thread.h"

struct thing {
	struct held held;
	atomic_int *destroyed;
};

static void
thing_destroy(struct held *h)
{
	struct thing *t = (struct thing *)h;

	(void)atomic_fetch_add(t->destroyed, 1);
	free(t);
}

static struct held *
thing_new(atomic_int *destroyed)
{
	struct thing *t = mem_zalloc(1, sizeof(*t));

	held_init(&t->held, thing_destroy);
	t->destroyed = destroyed;
	return &t->held;
}

static void
the_last_user_destroys(void **state)
{
	struct holder h;
	struct held *used;
	atomic_int destroyed = 0;

	(void)state;
	holder_init(&h);
	assert_null(holder_get(&h));
	holder_swap(&h, thing_new(&destroyed));
	used = holder_get(&h);
	holder_swap(&h, thing_new(&destroyed));
	assert_int_equal(destroyed, 0);
	held_unref(used);
	assert_int_equal(destroyed, 1);
	holder_fini(&h);
	assert_int_equal(destroyed, 2);
}

static void *
drain(void *arg)
{
	holder_drain(arg);
	return NULL;
}

static void
draining_waits_for_users(void **state)
{
	struct holder h;
	struct held *used;
	struct err e;
	pthread_t thread;
	atomic_int destroyed = 0;

	(void)state;
	holder_init(&h);
	holder_swap(&h, thing_new(&destroyed));
	used = holder_get(&h);
	assert_int_equal(thread_start(&thread, "drain", drain, &h, &e), 0);
	while ((void *)holder_get(&h) != NULL)
		held_unref(used);
	assert_int_equal(destroyed, 0);
	held_unref(used);
	(void)pthread_join(thread, NULL);
	assert_int_equal(destroyed, 1);
	holder_fini(&h);
}

static void
a_closed_holder_lets_waiters_go(void **state)
{
	struct holder h;
	struct held *obj;
	atomic_int destroyed = 0;

	(void)state;
	holder_init(&h);
	holder_close(&h);
	assert_null(holder_wait(&h));
	holder_swap(&h, thing_new(&destroyed));
	obj = holder_wait(&h);
	assert_non_null(obj);
	held_unref(obj);
	holder_fini(&h);
	assert_int_equal(destroyed, 1);
}

enum { USERS = 4, TURNS = 20000 };

static void *
use(void *arg)
{
	struct held *obj;
	int i;

	for (i = 0; i < TURNS; i++) {
		obj = holder_wait(arg);
		held_unref(obj);
	}
	return NULL;
}

static void
users_and_swaps_run_together(void **state)
{
	struct holder h;
	struct err e;
	pthread_t threads[USERS];
	atomic_int destroyed = 0;
	int i;

	(void)state;
	holder_init(&h);
	for (i = 0; i < USERS; i++)
		assert_int_equal(
		    thread_start(&threads[i], "use", use, &h, &e), 0);
	for (i = 0; i < 1000; i++) {
		if (i % 10 == 0)
			holder_drain(&h);
		holder_swap(&h, thing_new(&destroyed));
	}
	for (i = 0; i < USERS; i++)
		(void)pthread_join(threads[i], NULL);
	holder_fini(&h);
	assert_int_equal(destroyed, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_last_user_destroys),
	    cmocka_unit_test(draining_waits_for_users),
	    cmocka_unit_test(a_closed_holder_lets_waiters_go),
	    cmocka_unit_test(users_and_swaps_run_together),
	};

	return RUN_TESTS(tests);
}
