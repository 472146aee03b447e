/* Lines that come again and again, with a clock of the test's own. */
#include <stdio.h>
#include <string.h>

#include "repeats_priv.h"
#include "test.h"

static struct repeats repeats;
static struct buf sum;
static enum log_level level;
static uint64_t now_ms;

static int
fresh(void **state)
{
	(void)state;
	memset(&repeats, 0, sizeof(repeats));
	buf_init(&sum, 4096);
	now_ms = 5000;
	return 0;
}

static int
tidy(void **state)
{
	(void)state;
	buf_fini(&sum);
	return 0;
}

static bool
warn(const char *line)
{
	return repeats_take(&repeats, LOG_LEVEL_WARN, line, now_ms);
}

/* The next sum that is due; "" when there is none. */
static const char *
next(void)
{
	buf_reset(&sum);
	(void)repeats_sum(&repeats, now_ms, false, &level, &sum);
	return sum.data;
}

static void
the_same_is_summed_up_after_a_minute(void **state)
{
	int i;

	(void)state;
	assert_true(warn("The disk is full."));
	for (i = 0; i < 41; i++)
		assert_false(warn("The disk is full."));
	now_ms += REPEATS_MS - 1;
	assert_string_equal(next(), "");
	now_ms++;
	assert_string_equal(next(),
	    "The disk is full. ... and 41 more of the same in the last "
	    "minute");
	assert_int_equal(level, LOG_LEVEL_WARN);
	assert_string_equal(next(), "");
}

static void
a_minute_without_it_starts_anew(void **state)
{
	(void)state;
	assert_true(warn("a"));
	now_ms += REPEATS_MS - 1;
	assert_false(warn("a"));
	now_ms += 1;
	assert_string_equal(
	    next(), "a ... and 1 more of the same in the last minute");
	now_ms += REPEATS_MS - 1;
	assert_false(warn("a")); /* a storm goes on in sums */
	now_ms += 1;
	assert_string_equal(
	    next(), "a ... and 1 more of the same in the last minute");
	now_ms += REPEATS_MS;
	assert_string_equal(next(), "");
	assert_true(warn("a"));
}

/* Nobody has asked for the sum in time. */
static void
a_late_sum_has_all_of_them(void **state)
{
	(void)state;
	assert_true(warn("a"));
	assert_false(warn("a"));
	now_ms += REPEATS_MS;
	assert_false(warn("a"));
	assert_string_equal(
	    next(), "a ... and 2 more of the same in the last minute");
}

static void
numbers_make_little_difference(void **state)
{
	char line[64];
	int i, written = 0;

	(void)state;
	for (i = 0; i < 100; i++) {
		(void)snprintf(line, sizeof(line), "Queue/%d.msg: bad.", i);
		written += warn(line);
	}
	assert_int_equal(written, REPEATS_SHOWN);
	now_ms += REPEATS_MS;
	assert_string_equal(next(),
	    "Queue/2.msg: bad. ... and 97 more of the same in the last "
	    "minute");
}

static void
other_lines_are_other_lines(void **state)
{
	(void)state;
	assert_true(warn("a 1 b"));
	assert_true(warn("a 1 c"));
	assert_true(warn("a b"));
	assert_true(warn("a 1 b "));
	assert_true(warn("a 1"));
	assert_true(repeats_take(&repeats, LOG_LEVEL_ERROR, "a 1 b", now_ms));
	assert_false(warn("a 1 b"));
}

/* Nothing that was counted is forgotten for the sake of new lines. */
static void
many_lines_lose_nothing(void **state)
{
	char line[64];
	int i, sums = 0;

	(void)state;
	for (i = 0; i < 2 * REPEATS_LINES; i++) {
		(void)snprintf(line, sizeof(line), "line %c%c", 'a' + i % 26,
		    'a' + i / 26);
		assert_true(warn(line));
		if (i < REPEATS_LINES)
			assert_false(warn(line));
		else
			assert_true(warn(line)); /* there is no room for it */
	}
	assert_string_equal(next(), "");
	now_ms += REPEATS_MS;
	while (*next() != '\0')
		sums++;
	assert_int_equal(sums, REPEATS_LINES);
}

static void
the_oldest_gives_way(void **state)
{
	char line[64];
	int i;

	(void)state;
	for (i = 0; i <= REPEATS_LINES; i++) {
		(void)snprintf(line, sizeof(line), "line %c%c", 'a' + i % 26,
		    'a' + i / 26);
		now_ms++;
		assert_true(warn(line));
	}
	assert_false(warn("line ba"));
	assert_true(warn("line aa"));
}

static void
at_the_end_all_is_said(void **state)
{
	(void)state;
	assert_true(warn("a"));
	assert_false(warn("a"));
	assert_true(repeats_sum(&repeats, now_ms, true, &level, &sum));
	assert_false(repeats_sum(&repeats, now_ms, true, &level, &sum));
}

int
main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, tidy)
	const struct CMUnitTest tests[] = {
	    FRESH(the_same_is_summed_up_after_a_minute),
	    FRESH(a_minute_without_it_starts_anew),
	    FRESH(a_late_sum_has_all_of_them),
	    FRESH(numbers_make_little_difference),
	    FRESH(other_lines_are_other_lines),
	    FRESH(many_lines_lose_nothing),
	    FRESH(the_oldest_gives_way),
	    FRESH(at_the_end_all_is_said),
	};

	return RUN_TESTS(tests);
}
