/*
 * Counting in memory because no file can be used, while other programs count
 * as well: nobody sees another's memory.
 */
#include "test_window_rivals_priv.h"

/* Counting goes on in the first one's memory. */
static void
block(struct rivals *r)
{
	assert_int_equal(mkdir(r->b->page, 0700), 0);
	look(r, r->b->window);
	assert_said(r->b, "kept in memory only");
	assert_true(admit(r, r->b->window));
}

static void
who_cannot_see_a_memory_counts_as_full(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	block(r);
	/* In a memory of its own, and in a file. */
	assert_false(admit(r, r->second));
	assert_int_equal(rmdir(r->b->page), 0);
	assert_false(admit(r, r->third));
}

static void
nor_when_the_folder_has_gone(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	assert_int_equal(unlink(r->b->copy), 0);
	assert_int_equal(rmdir(r->b->folder), 0);
	file_write(r->b->folder, "", 0);
	assert_true(admit(r, r->b->window));
	look(r, r->b->window);
	assert_said(r->b, "kept in memory only");
	assert_false(admit(r, r->second));
	look(r, r->second);
	assert_said(r->b, "kept in memory only, and " FULL);
}

static void
nor_is_a_file_enough_that_somebody_left(void **state)
{
	struct rivals *r = *state;

	take_away(r);
	look(r, r->b->window);
	put_aside(r);
	block(r);
	assert_int_equal(rmdir(r->b->page), 0);
	put_back(r);
	assert_false(admit(r, r->second));
}

/* Back in a file, the numbers of the memory are those of all. */
static void
a_memory_ends_without_loss_or_gain(void **state)
{
	struct rivals *r = *state;
	struct window_use use;
	uint64_t used;

	take_away(r);
	block(r);
	assert_int_equal(rmdir(r->b->page), 0);
	look(r, r->b->window);
	assert_said(r->b, "can be used now");
	assert_true(window_admit(r->second, &r->b->now, 20, &used));
	assert_int_equal(used, 11);
	look(r, r->second);
	assert_string_equal(r->b->said.text, "");
	window_look(r->b->window, &r->b->now, 20, &use);
	assert_int_equal(use.used, 11);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RIVALS_TEST(who_cannot_see_a_memory_counts_as_full),
	    RIVALS_TEST(nor_when_the_folder_has_gone),
	    RIVALS_TEST(nor_is_a_file_enough_that_somebody_left),
	    RIVALS_TEST(a_memory_ends_without_loss_or_gain),
	};

	return RUN_TESTS(tests);
}
