/* What memory is given back, and when. */
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

#include "memory.h"
#include "test.h"

enum { PIECES = 400000, PIECE = 80, MIB = 1024 * 1024 };

static pthread_barrier_t step;

/* A heap of its own with many small pieces, all freed again. */
static void *
use_and_free(void *arg)
{
	void **pieces = arg;
	size_t i;

	for (i = 0; i < PIECES; i++) {
		pieces[i] = malloc(PIECE);
		if (pieces[i] != NULL)
			((char *)pieces[i])[0] = 'x';
	}
	(void)pthread_barrier_wait(&step);
	(void)pthread_barrier_wait(&step);
	for (i = 0; i < PIECES; i++)
		free(pieces[i]);
	(void)pthread_barrier_wait(&step);
	(void)pthread_barrier_wait(&step);
	return NULL;
}

static void
nothing_stays_in_the_heap_of_a_thread(void **state)
{
	void **pieces;
	pthread_t thread;
	uint64_t before, used, after;

	(void)state;
	memory_tune();
	pieces = calloc(PIECES, sizeof(*pieces));
	assert_non_null(pieces);
	before = memory_used();
	assert_int_equal(pthread_barrier_init(&step, NULL, 2), 0);
	assert_int_equal(
	    pthread_create(&thread, NULL, use_and_free, pieces), 0);
	(void)pthread_barrier_wait(&step);
	used = memory_used();
	(void)pthread_barrier_wait(&step);
	(void)pthread_barrier_wait(&step);
	memory_give_back();
	after = memory_used();
	(void)pthread_barrier_wait(&step);
	(void)pthread_join(thread, NULL);
	(void)pthread_barrier_destroy(&step);
	free(pieces);
	assert_true(used > before + 30 * MIB);
	/* A sanitizer has an allocator of its own, which keeps all. */
	if (mallinfo2().uordblks > 0)
		assert_in_range(after, 0, before + 8 * MIB);
}

/* Asks as the pulse does, each second; how often it was due. */
static unsigned
ask(struct memory_turn *turn, uint64_t answered, uint64_t from_s,
    uint64_t seconds)
{
	unsigned times = 0;
	uint64_t s;

	for (s = from_s; s < from_s + seconds; s++)
		times += memory_due(turn, answered, s * 1000);
	return times;
}

static void
it_is_due_rarely_while_messages_come(void **state)
{
	struct memory_turn turn = {0};
	unsigned times = 0;
	uint64_t s;

	(void)state;
	for (s = 100; s < 130; s++)
		times += ask(&turn, s, s, 1);
	assert_int_equal(times, 10);
}

static void
it_is_not_due_at_rest(void **state)
{
	struct memory_turn turn = {0};

	(void)state;
	assert_in_range(ask(&turn, 1, 100, 10), 1, 2);
	assert_int_equal(ask(&turn, 1, 110, 60), 0);
}

/* Whenever the last message comes, it is due a second later at the soonest. */
static void
it_is_due_behind_the_last_message(void **state)
{
	struct memory_turn turn = {0};
	uint64_t flow, s, at = 100, answered = 0;

	(void)state;
	for (flow = 1; flow < 9; flow++) {
		(void)ask(&turn, answered, at, 20);
		for (s = 0; s < flow; s++)
			(void)ask(&turn, ++answered, at + 20 + s, 1);
		assert_in_range(ask(&turn, answered, at + 20 + s, 5), 1, 2);
		at += 100;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_stays_in_the_heap_of_a_thread),
	    cmocka_unit_test(it_is_due_rarely_while_messages_come),
	    cmocka_unit_test(it_is_not_due_at_rest),
	    cmocka_unit_test(it_is_due_behind_the_last_message),
	};

	return RUN_TESTS(tests);
}
