/* Waiting for a condition and for a moment. */
#include "clock.h"
#include "test.h"
#include "thread.h"

enum { PAUSE_MS = 20 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond;
static bool ready;

static void *
make_ready(void *arg)
{
	(void)pthread_mutex_lock(&lock);
	ready = true;
	(void)pthread_cond_signal(&cond);
	(void)pthread_mutex_unlock(&lock);
	return arg;
}

static void
a_wait_ends_at_its_moment(void **state)
{
	uint64_t due_ms;

	(void)state;
	thread_cond_init(&cond);
	(void)pthread_mutex_lock(&lock);
	due_ms = clock_mono_ms() + PAUSE_MS;
	while (thread_cond_wait(&cond, &lock, due_ms))
		continue;
	(void)pthread_mutex_unlock(&lock);
	assert_true(clock_mono_ms() >= due_ms);
	(void)pthread_cond_destroy(&cond);
}

static void
a_wait_ends_with_the_condition(void **state)
{
	pthread_t thread;
	struct err e;

	(void)state;
	thread_cond_init(&cond);
	(void)pthread_mutex_lock(&lock);
	assert_int_equal(
	    thread_start(&thread, "ready", make_ready, NULL, &e), 0);
	while (!ready)
		assert_true(thread_cond_wait(&cond, &lock, UINT64_MAX / 2));
	(void)pthread_mutex_unlock(&lock);
	assert_int_equal(pthread_join(thread, NULL), 0);
	(void)pthread_cond_destroy(&cond);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wait_ends_at_its_moment),
	    cmocka_unit_test(a_wait_ends_with_the_condition),
	};

	return RUN_TESTS(tests);
}
