/*
 * Many at once: threads and processes that count together, slots that end
 * while they count, and files that vanish under them. Nothing is counted
 * twice, nothing is forgotten.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "test.h"
#include "test_window_priv.h"

enum { THREADS = 4, LIMIT_MANY = 20000, TRIES = 8000 };

struct crew {
	struct bench *bench;
	uint64_t limit;
	int step_ms; /* by which each thread's time goes on per message */
	_Atomic uint64_t admitted;
	_Atomic int working;
};

static void *
work(void *arg)
{
	struct crew *c = arg;
	struct moment now = c->bench->now;
	uint64_t used;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (window_admit(c->bench->window, &now, c->limit, &used))
			atomic_fetch_add(&c->admitted, 1);
		now.boot_ms += (uint64_t)c->step_ms;
	}
	atomic_fetch_sub(&c->working, 1);
	return NULL;
}

/* Lets four threads work; calls `meanwhile` as long as they do. */
static void
run(struct crew *c, void (*meanwhile)(struct bench *))
{
	pthread_t thread[THREADS];
	int i;

	atomic_store(&c->working, THREADS);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, work, c), 0);
	while (meanwhile != NULL && atomic_load(&c->working) > 0)
		meanwhile(c->bench);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
}

static void
threads_reach_the_limit_exactly(void **state)
{
	struct crew c = {.bench = bench_new(), .limit = LIMIT_MANY};

	(void)state;
	run(&c, NULL);
	assert_int_equal(c.admitted, LIMIT_MANY);
	assert_int_equal(bench_used(c.bench, LIMIT_MANY), LIMIT_MANY);
	bench_free(c.bench);
}

static void
threads_count_across_slots(void **state)
{
	struct crew c = {
	    .bench = bench_new(), .limit = WINDOW_UNLIMITED, .step_ms = 400};

	(void)state;
	run(&c, NULL);
	assert_int_equal(c.admitted, THREADS * TRIES);
	bench_pass(c.bench, (TRIES - 1) * 400);
	assert_int_equal(
	    bench_used(c.bench, WINDOW_UNLIMITED), THREADS * TRIES);
	bench_free(c.bench);
}

static void
look_and_check(struct bench *b)
{
	struct window_use use;

	(void)window_check(b->window, &b->now, &b->said);
	window_look(b->window, &b->now, LIMIT_MANY, &use);
	assert_true(use.used <= LIMIT_MANY);
	assert_string_equal(b->said.text, "");
}

static void
looking_disturbs_nothing(void **state)
{
	struct crew c = {
	    .bench = bench_new(), .limit = LIMIT_MANY, .step_ms = 400};

	(void)state;
	run(&c, look_and_check);
	assert_int_equal(c.admitted, LIMIT_MANY);
	bench_free(c.bench);
}

static void
delete_and_check(struct bench *b)
{
	static unsigned times;

	if (times++ < 300)
		(void)unlink(b->page);
	(void)window_check(b->window, &b->now, &b->said);
}

static void
files_may_vanish_under_threads(void **state)
{
	struct crew c = {
	    .bench = bench_new(), .limit = LIMIT_MANY, .step_ms = 400};

	(void)state;
	run(&c, delete_and_check);
	assert_int_equal(c.admitted, LIMIT_MANY);
	bench_free(c.bench);
}

/* A process of its own with a window of its own; returns what it got. */
static unsigned
child(const struct bench *b, struct moment now, uint64_t limit, bool spoil)
{
	struct err said;
	struct window *w = window_open(b->folder, &now, &said);
	unsigned i, n = 0;
	uint64_t used;

	for (i = 0; i < LIMIT_MANY; i++) {
		n += window_admit(w, &now, limit, &used);
		now.boot_ms += 100;
		if (i % 500 == 499)
			(void)window_check(w, &now, &said);
		if (spoil && i % 1000 == 999)
			(void)unlink(b->page);
	}
	window_close(&w);
	return n;
}

static void
run_processes(bool spoil)
{
	enum { PROCESSES = 3, N = 8000 };
	struct bench *b = bench_new();
	_Atomic uint64_t *sum = mmap(NULL, sizeof(*sum), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int i, status;

	window_close(&b->window);
	for (i = 0; i < PROCESSES; i++)
		if (fork() == 0) {
			atomic_fetch_add(sum, child(b, b->now, N, spoil));
			_exit(0);
		}
	for (i = 0; i < PROCESSES; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	bench_open(b);
	if (spoil) {
		/* A program that starts without the file assumes the worst. */
		assert_true(*sum <= N);
	} else {
		assert_string_equal(b->said.text, "");
		assert_int_equal(*sum, N);
		assert_int_equal(bench_used(b, N), N);
	}
	assert_int_equal(munmap(sum, sizeof(*sum)), 0);
	bench_free(b);
}

static void
processes_reach_the_limit_exactly(void **state)
{
	(void)state;
	run_processes(false);
}

static void
files_may_vanish_under_processes(void **state)
{
	(void)state;
	run_processes(true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(processes_reach_the_limit_exactly),
	    cmocka_unit_test(files_may_vanish_under_processes),
	    cmocka_unit_test(threads_reach_the_limit_exactly),
	    cmocka_unit_test(threads_count_across_slots),
	    cmocka_unit_test(looking_disturbs_nothing),
	    cmocka_unit_test(files_may_vanish_under_threads),
	};

	return RUN_TESTS(tests);
}
