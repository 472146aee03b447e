/* Work alone and work side by side. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "test.h"
#include "turn_priv.h"

enum { THREADS = 8, ROUNDS = 2000 };

static struct turn turn;
static atomic_uint beside, alone, wrong;

struct waiter {
	pthread_t thread;
	bool alone;
	atomic_long tid;
	atomic_bool done;
};

static void *
wait_for_turn(void *arg)
{
	struct waiter *w = arg;

	atomic_store(&w->tid, syscall(SYS_gettid));
	turn_begin(&turn, w->alone);
	atomic_store(&w->done, true);
	turn_end(&turn, w->alone);
	return NULL;
}

/* Until the thread has its turn or sleeps. */
static void
settle(struct waiter *w)
{
	char path[64], line[256];
	const char *state;
	FILE *f;

	for (;;) {
		if (atomic_load(&w->done))
			return;
		(void)snprintf(path, sizeof(path), "/proc/self/task/%ld/stat",
		    atomic_load(&w->tid));
		f = fopen(path, "re");
		if (f == NULL)
			continue;
		state = fgets(line, sizeof(line), f);
		(void)fclose(f);
		state = state != NULL ? strrchr(line, ')') : NULL;
		if (state != NULL && state[2] == 'S')
			return;
	}
}

static void
start(struct waiter *w, bool is_alone)
{
	*w = (struct waiter){.alone = is_alone};
	assert_int_equal(pthread_create(&w->thread, NULL, wait_for_turn, w), 0);
	settle(w);
}

static void
nobody_is_beside_who_works_alone(void **state)
{
	struct waiter other, second;

	(void)state;
	turn_init(&turn);
	turn_begin(&turn, true);
	start(&other, false);
	start(&second, true);
	assert_false(atomic_load(&other.done));
	assert_false(atomic_load(&second.done));
	turn_end(&turn, true);
	(void)pthread_join(other.thread, NULL);
	(void)pthread_join(second.thread, NULL);
	turn_fini(&turn);
}

static void
who_works_alone_waits_for_the_others(void **state)
{
	struct waiter other, late;

	(void)state;
	turn_init(&turn);
	turn_begin(&turn, false);
	turn_begin(&turn, false);
	start(&other, true);
	assert_false(atomic_load(&other.done));
	start(&late, false);
	assert_false(atomic_load(&late.done));
	turn_end(&turn, false);
	assert_false(atomic_load(&other.done));
	turn_end(&turn, false);
	(void)pthread_join(other.thread, NULL);
	(void)pthread_join(late.thread, NULL);
	turn_fini(&turn);
}

static void *
work(void *arg)
{
	unsigned i, n = *(unsigned *)arg;
	bool is_alone;

	for (i = 0; i < ROUNDS; i++) {
		is_alone = (i + n) % 16 == 0;
		turn_begin(&turn, is_alone);
		(void)atomic_fetch_add(is_alone ? &alone : &beside, 1);
		if (atomic_load(&alone) > 1 ||
		    (atomic_load(&alone) > 0 && atomic_load(&beside) > 0))
			(void)atomic_fetch_add(&wrong, 1);
		(void)atomic_fetch_sub(is_alone ? &alone : &beside, 1);
		turn_end(&turn, is_alone);
	}
	return NULL;
}

static void
many_threads_keep_to_it(void **state)
{
	pthread_t threads[THREADS];
	unsigned n[THREADS], i;

	(void)state;
	turn_init(&turn);
	for (i = 0; i < THREADS; i++) {
		n[i] = i;
		assert_int_equal(
		    pthread_create(&threads[i], NULL, work, &n[i]), 0);
	}
	for (i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&wrong), 0);
	turn_fini(&turn);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nobody_is_beside_who_works_alone),
	    cmocka_unit_test(who_works_alone_waits_for_the_others),
	    cmocka_unit_test(many_threads_keep_to_it),
	};

	return RUN_TESTS(tests);
}
