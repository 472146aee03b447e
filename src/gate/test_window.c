/* The window: limits, slots, waiting, the time, and an orderly restart. */
#include "test.h"
#include "test_window_priv.h"

static int
setup(void **state)
{
	*state = bench_new();
	return 0;
}

static int
teardown(void **state)
{
	bench_free(*state);
	return 0;
}

static void
a_new_window_is_empty_and_silent(void **state)
{
	struct bench *b = *state;

	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_used(b, 10), 0);
	assert_false(window_check(b->window, &b->now, &b->said));
}

static void
the_limit_is_reached_and_kept(void **state)
{
	struct bench *b = *state;
	uint64_t used = 0;

	assert_int_equal(bench_admit(b, 25, 10), 10);
	assert_int_equal(bench_used(b, 10), 10);
	assert_false(window_admit(b->window, &b->now, 10, &used));
	assert_int_equal(used, 10);
	assert_true(window_admit(b->window, &b->now, 11, &used));
	assert_int_equal(used, 11);
	assert_int_equal(bench_admit(b, 50, WINDOW_UNLIMITED), 50);
}

static void
a_message_counts_for_60_minutes_and_less_than_a_slot_more(void **state)
{
	struct bench *b = *state;

	bench_pass(b, 9999);
	assert_int_equal(bench_admit(b, 2, 1), 1);
	bench_pass(b, HOUR);
	assert_int_equal(bench_admit(b, 1, 1), 0);
	bench_pass(b, 1);
	assert_int_equal(bench_admit(b, 2, 1), 1);
	bench_pass(b, HOUR + 10 * SECOND);
	assert_int_equal(bench_admit(b, 2, 1), 1);
}

static void
the_wait_ends_when_a_slot_opens(void **state)
{
	struct bench *b = *state;
	struct window_use use;

	assert_int_equal(bench_admit(b, 3, 5), 3);
	bench_pass(b, 10 * MINUTE + 7);
	assert_int_equal(bench_admit(b, 3, 5), 2);
	window_look(b->window, &b->now, 5, &use);
	assert_int_equal(use.used, 5);
	assert_false(use.assumed);
	assert_int_equal(use.wait_ms, 50 * MINUTE + 10 * SECOND - 7);
	bench_pass(b, (int64_t)use.wait_ms - 1);
	assert_int_equal(bench_admit(b, 1, 5), 0);
	bench_pass(b, 1);
	window_look(b->window, &b->now, 5, &use);
	assert_int_equal(use.wait_ms, 0);
	assert_int_equal(bench_admit(b, 9, 5), 3);
	/* With a lower limit both groups have to leave. */
	window_look(b->window, &b->now, 2, &use);
	assert_int_equal(use.wait_ms, HOUR + 10 * SECOND);
}

static void
an_orderly_restart_keeps_the_count(void **state)
{
	struct bench *b = *state;

	assert_int_equal(bench_admit(b, 7, 10), 7);
	window_close(&b->window);
	bench_pass(b, MINUTE);
	bench_open(b);
	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_admit(b, 10, 10), 3);
}

static void
setting_the_clock_frees_nothing(void **state)
{
	struct bench *b = *state;
	const int64_t year = INT64_C(365) * 24 * HOUR;

	assert_int_equal(bench_admit(b, 1, 1), 1);
	b->now.wall_ms += year;
	assert_int_equal(bench_admit(b, 1, 1), 0);
	(void)window_check(b->window, &b->now, &b->said);
	assert_int_equal(bench_admit(b, 1, 1), 0);
	window_close(&b->window);
	bench_open(b);
	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_admit(b, 1, 1), 0);
	b->now.wall_ms -= 2 * year;
	assert_int_equal(bench_admit(b, 1, 1), 0);
	bench_pass(b, HOUR + 10 * SECOND);
	assert_int_equal(bench_admit(b, 2, 1), 1);
}

static void
the_machine_may_be_started_again(void **state)
{
	struct bench *b = *state;

	assert_int_equal(bench_admit(b, 5, 5), 5);
	window_close(&b->window);
	bench_boot(b, 30 * MINUTE);
	bench_open(b);
	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_admit(b, 1, 5), 0);
	bench_pass(b, 30 * MINUTE + 10 * SECOND);
	assert_int_equal(bench_admit(b, 6, 5), 5);
	/* A clock that goes back over a start of the machine gives nothing. */
	window_close(&b->window);
	bench_boot(b, -24 * HOUR);
	bench_open(b);
	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_admit(b, 1, 5), 0);
	bench_pass(b, HOUR - SECOND);
	assert_int_equal(bench_admit(b, 1, 5), 0);
	bench_pass(b, 11 * SECOND);
	assert_int_equal(bench_admit(b, 6, 5), 5);
}

static void
the_newest_time_of_day_is_kept(void **state)
{
	struct bench *b = *state;
	const int64_t newest = b->now.wall_ms + 24 * HOUR;

	b->now.wall_ms = newest + 999;
	(void)window_check(b->window, &b->now, &b->said);
	b->now.wall_ms -= 48 * HOUR;
	assert_int_equal(window_wall_ms(b->window, &b->now), newest);
	window_close(&b->window);
	bench_open(b);
	assert_int_equal(window_wall_ms(b->window, &b->now), newest);
	window_close(&b->window);
	bench_boot(b, 0);
	bench_open(b);
	assert_int_equal(window_wall_ms(b->window, &b->now), newest);
	b->now.wall_ms = newest + MINUTE;
	assert_int_equal(window_wall_ms(b->window, &b->now), newest + MINUTE);
}

static void
two_windows_share_one_count(void **state)
{
	struct bench *b = *state;
	struct window *other = window_open(b->folder, &b->now, &b->said);
	uint64_t used;
	int i;

	assert_string_equal(b->said.text, "");
	for (i = 0; i < 10; i++) {
		assert_int_equal(bench_admit(b, 1, 10), i < 5);
		assert_int_equal(
		    window_admit(other, &b->now, 10, &used), i < 5);
	}
	window_close(&other);
	assert_int_equal(bench_used(b, 10), 10);
}

static void
a_mark_is_first_once_an_hour(void **state)
{
	struct bench *b = *state;

	assert_true(window_first(b->window, &b->now, 0, 80));
	assert_false(window_first(b->window, &b->now, 0, 80));
	assert_true(window_first(b->window, &b->now, 1, 80));
	assert_true(window_first(b->window, &b->now, 0, 95));
	window_close(&b->window);
	bench_open(b);
	bench_pass(b, HOUR - 10 * SECOND);
	assert_false(window_first(b->window, &b->now, 0, 95));
	bench_pass(b, 10 * SECOND);
	assert_true(window_first(b->window, &b->now, 0, 95));
}

static void
peeking_changes_nothing(void **state)
{
	struct bench *b = *state;
	unsigned char before[8192], after[8192];
	struct window_use use;
	ssize_t n;

	assert_int_equal(bench_admit(b, 3, 3), 3);
	n = file_read(b->page, before, sizeof(before));
	assert_int_equal(window_peek(b->folder, &b->now, 3, &use, &b->said), 0);
	assert_int_equal(use.used, 3);
	assert_in_range(use.wait_ms, HOUR, HOUR + 10 * SECOND);
	assert_int_equal(file_read(b->page, after, sizeof(after)), n);
	assert_memory_equal(before, after, (size_t)n);
	assert_int_equal(
	    window_peek("/nowhere", &b->now, 3, &use, &b->said), -1);
	assert_string_equal(b->said.text, "/nowhere/quota: is missing");
}

static void
a_steady_stream_is_counted(void **state)
{
	struct bench *b = *state;
	int slot;

	/* Every slot used, several times around the ring. */
	for (slot = 0; slot < 1500; slot++) {
		assert_int_equal(bench_admit(b, 2, WINDOW_UNLIMITED), 2);
		assert_int_equal(bench_used(b, WINDOW_UNLIMITED),
		    slot < 361 ? 2 * (slot + 1) : 722);
		bench_pass(b, 10 * SECOND);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_new_window_is_empty_and_silent),
	    TEST(the_limit_is_reached_and_kept),
	    TEST(a_message_counts_for_60_minutes_and_less_than_a_slot_more),
	    TEST(the_wait_ends_when_a_slot_opens),
	    TEST(an_orderly_restart_keeps_the_count),
	    TEST(setting_the_clock_frees_nothing),
	    TEST(the_machine_may_be_started_again),
	    TEST(the_newest_time_of_day_is_kept),
	    TEST(two_windows_share_one_count),
	    TEST(a_mark_is_first_once_an_hour),
	    TEST(peeking_changes_nothing),
	    TEST(a_steady_stream_is_counted),
	};

	return RUN_TESTS(tests);
}
