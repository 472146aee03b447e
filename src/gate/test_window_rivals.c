/*
 * Two or three programs whose file is taken away between their turns: in
 * whatever order they notice, they do not admit more than the limit together.
 */
#include "test_window_rivals_priv.h"

/*
 * The third one lags two files behind. What it makes has to be later than
 * both, or the second one takes it for its own file and goes on beside the
 * first.
 */
static void
who_lags_does_not_set_the_others_back(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	look(r, r->b->window);
	look(r, r->second);
	take_away(r);
	look(r, r->b->window);
	take_away(r);
	assert_false(admit(r, r->third));
	take_away(r);
	assert_false(admit(r, r->second));
	take_away(r);
	assert_true(admit(r, r->b->window));
	look(r, r->b->window);
	assert_said(r->b, FULL);
	assert_false(admit(r, r->b->window));
}

/* The same, seen by the first one before it counts. */
static void
the_first_one_learns_of_who_lags(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	look(r, r->b->window);
	take_away(r);
	look(r, r->b->window);
	take_away(r);
	assert_false(admit(r, r->second));
	take_away(r);
	look(r, r->b->window);
	assert_said(r->b, FULL);
	assert_false(admit(r, r->b->window));
}

/* A file that was made meanwhile is not forgotten by writing the copy. */
static void
the_copy_goes_on_telling_of_a_later_file(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	look(r, r->b->window);
	put_aside(r);
	assert_false(admit(r, r->second));
	take_away(r);
	put_back(r);
	assert_true(admit(r, r->b->window));
	look(r, r->b->window);
	assert_string_equal(r->b->said.text, "");
	take_away(r);
	look(r, r->b->window);
	assert_said(r->b, FULL);
}

static void
nor_by_an_orderly_end(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	look(r, r->b->window);
	put_aside(r);
	assert_false(admit(r, r->second));
	window_close(&r->second);
	window_close(&r->third);
	take_away(r);
	put_back(r);
	window_close(&r->b->window);
	take_away(r);
	bench_open(r->b);
	assert_said(r->b, FULL);
}

/* Another state was begun, counted in and taken away. */
static void
a_state_that_has_gone_counts_as_full(void **state)
{
	struct rivals *r = *state;
	uint64_t used;

	window_close(&r->third);
	take_away(r);
	assert_int_equal(unlink(r->b->copy), 0);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	assert_string_equal(r->b->said.text, "");
	assert_true(window_admit(r->third, &r->b->now, 20, &used));
	take_away(r);
	look(r, r->b->window);
	assert_said(r->b, FULL);
	assert_int_equal(bench_admit(r->b, 1, 20), 0);
}

/* The same with a third state in its place. */
static void
nor_does_another_state_stand_for_it(void **state)
{
	struct rivals *r = *state;
	struct bench *fresh = bench_new();
	uint64_t used;

	window_close(&r->third);
	window_close(&fresh->window);
	take_away(r);
	assert_int_equal(unlink(r->b->copy), 0);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	assert_true(window_admit(r->third, &r->b->now, 20, &used));
	assert_int_equal(rename(fresh->page, r->b->page), 0);
	look(r, r->b->window);
	assert_said(r->b, FULL);
	bench_free(fresh);
}

/* What one has seen of a damaged file need not be all of it. */
static void
a_damaged_file_has_no_certain_successor(void **state)
{
	struct rivals *r = *state;
	const unsigned char zeros[PAGE] = {0};

	file_write(r->b->page, zeros, PAGE);
	look(r, r->b->window);
	assert_false(admit(r, r->second));
}

/* What was counted before a full file was noticed counts for 60 minutes. */
static void
numbers_are_not_left_behind_for_a_full_file(void **state)
{
	struct rivals *r = *state;

	window_close(&r->third);
	take_away(r);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	assert_said(r->b, FULL);
	bench_pass(r->b, 20 * SECOND);
	assert_true(admit(r, r->b->window));
	look(r, r->b->window);
	assert_false(admit(r, r->b->window));
	bench_pass(r->b, HOUR - 10 * SECOND);
	assert_int_equal(bench_used(r->b, LIMIT), 1);
	assert_int_equal(bench_admit(r->b, LIMIT, LIMIT), LIMIT - 1);
}

/* An older file, of which the copy was not yet behind. */
static void
an_older_file_is_older_at_the_start_as_well(void **state)
{
	struct rivals *r = *state;

	window_close(&r->second);
	window_close(&r->third);
	put_aside(r);
	look(r, r->b->window);
	assert_true(admit(r, r->b->window));
	bench_kill(r->b);
	put_back(r);
	bench_open(r->b);
	assert_said(r->b, "is older than its last state; " FULL);
	assert_full_for_an_hour(r->b);
}

/* Nor is it taken for the last file by whoever opens the window. */
static void
who_starts_does_not_set_the_others_back(void **state)
{
	struct rivals *r = *state;

	window_close(&r->third);
	put_aside(r);
	look(r, r->b->window);
	take_away(r);
	look(r, r->b->window);
	take_away(r);
	put_back(r);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	assert_said(r->b, FULL);
	take_away(r);
	look(r, r->b->window);
	assert_said(r->b, FULL);
}

/* There has been a later one, in which others may go on. */
static void
a_file_put_back_is_no_successor(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	look(r, r->b->window);
	put_aside(r);
	assert_false(admit(r, r->third));
	take_away(r);
	put_back(r);
	assert_false(admit(r, r->second));
	assert_false(admit(r, r->b->window));
}

/* The page of a later file, but not that file. */
static void
a_copied_successor_is_none(void **state)
{
	struct rivals *r = *state;
	unsigned char page[PAGE];

	take_away(r);
	look(r, r->b->window);
	assert_int_equal(file_read(r->b->page, page, PAGE), PAGE);
	put_aside(r);
	file_write(r->b->page, page, PAGE);
	assert_false(admit(r, r->second));
	assert_true(admit(r, r->b->window));
}

/* A state that began anew knows nothing of what was counted before. */
static void
a_state_begun_anew_is_no_successor(void **state)
{
	struct rivals *r = *state;

	window_close(&r->third);
	take_away(r);
	look(r, r->b->window);
	take_away(r);
	assert_int_equal(unlink(r->b->copy), 0);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	look(r, r->second);
	assert_true(admit(r, r->second));
	assert_false(admit(r, r->second));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIVALS_TEST(who_lags_does_not_set_the_others_back),
	    RIVALS_TEST(the_first_one_learns_of_who_lags),
	    RIVALS_TEST(the_copy_goes_on_telling_of_a_later_file),
	    RIVALS_TEST(nor_by_an_orderly_end),
	    RIVALS_TEST(a_state_that_has_gone_counts_as_full),
	    RIVALS_TEST(nor_does_another_state_stand_for_it),
	    RIVALS_TEST(a_damaged_file_has_no_certain_successor),
	    RIVALS_TEST(numbers_are_not_left_behind_for_a_full_file),
	    RIVALS_TEST(an_older_file_is_older_at_the_start_as_well),
	    RIVALS_TEST(who_starts_does_not_set_the_others_back),
	    RIVALS_TEST(a_file_put_back_is_no_successor),
	    RIVALS_TEST(a_copied_successor_is_none),
	    RIVALS_TEST(a_state_begun_anew_is_no_successor),
	};

	return RUN_TESTS(tests);
}
