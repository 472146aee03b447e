/*
 * One program, and a folder that cannot be used for a while: it is full when
 * numbers may be missing, and no longer than that.
 */
#include "test_window_rivals_priv.h"
#include "window_page_priv.h"

static int
alone_setup(void **state)
{
	struct rivals *r;

	(void)rivals_setup(state);
	r = *state;
	window_close(&r->second);
	window_close(&r->third);
	return 0;
}

/* Puts a folder at a path, where a file would be made. */
static void
block(const char *path)
{
	assert_int_equal(mkdir(path, 0700), 0);
}

static void
clear(const char *path)
{
	assert_int_equal(rmdir(path), 0);
}

static void
the_file_that_comes_back_is_not_counted_twice(void **state)
{
	struct rivals *r = *state;

	put_aside(r);
	block(r->b->page);
	look(r, r->b->window);
	assert_said(r->b, "kept in memory only until");
	clear(r->b->page);
	put_back(r);
	look(r, r->b->window);
	assert_int_equal(bench_used(r->b, 20), 9);
	assert_int_equal(bench_admit(r->b, 3, LIMIT), 1);
}

/* An hour later all messages are known: those of the memory. */
static void
expect_full_once(struct rivals *r, const char *blocked)
{
	unsigned i;

	bench_open(r->b);
	assert_said(r->b, FULL);
	for (i = 0; i < 180; i++) {
		bench_pass(r->b, MINUTE);
		look(r, r->b->window);
	}
	assert_int_equal(bench_admit(r->b, 3, LIMIT), 3);
	clear(blocked);
	look(r, r->b->window);
	assert_said(r->b, "can be used now");
	assert_int_equal(bench_used(r->b, LIMIT), 3);
}

static void
a_start_without_a_file_is_full_once(void **state)
{
	struct rivals *r = *state;

	window_close(&r->b->window);
	take_away(r);
	block(r->b->page);
	expect_full_once(r, r->b->page);
}

static void
nor_after_a_start_of_the_machine_is_it_full_twice(void **state)
{
	struct rivals *r = *state;
	char *new_page = mem_printf("%s.new", r->b->page);

	window_close(&r->b->window);
	bench_boot(r->b, MINUTE);
	block(new_page);
	expect_full_once(r, new_page);
	free(new_page);
}

/* Whoever ended counting there may have counted on in its memory. */
static void
a_file_that_was_left_is_full_at_the_start(void **state)
{
	struct rivals *r = *state;

	put_aside(r);
	block(r->b->page);
	look(r, r->b->window);
	assert_int_equal(bench_admit(r->b, 3, LIMIT), 1);
	clear(r->b->page);
	put_back(r);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	assert_said(r->b, "was left by a program");
	assert_false(admit(r, r->third));
}

/* A loss of power may undo the new file, and leave its copy. */
static void
after_a_loss_of_power_the_copy_may_be_ahead(void **state)
{
	struct rivals *r = *state;

	put_aside(r);
	look(r, r->b->window);
	bench_kill(r->b);
	put_back(r);
	bench_boot(r->b, MINUTE);
	bench_open(r->b);
	assert_string_equal(r->b->said.text, "");
	assert_int_equal(bench_used(r->b, 20), 9);
}

/* So may a backup that is put back, from before the last start. */
static void
a_state_of_an_earlier_start_is_not_ahead(void **state)
{
	struct rivals *r = *state;
	unsigned char page[PAGE], copy[COPY_MAX];
	ssize_t n;
	int i;

	window_close(&r->b->window);
	assert_int_equal(file_read(r->b->page, page, PAGE), PAGE);
	n = file_read(r->b->copy, copy, COPY_MAX);
	bench_boot(r->b, 2 * HOUR);
	bench_open(r->b);
	for (i = 0; i < 2; i++) { /* each gives the state another name */
		take_away(r);
		block(r->b->page);
		look(r, r->b->window);
		clear(r->b->page);
		look(r, r->b->window);
	}
	assert_int_equal(bench_admit(r->b, 3, LIMIT), 3);
	take_away(r);
	file_write(r->b->page, page, PAGE);
	file_write(r->b->copy, copy, (size_t)n);
	look(r, r->b->window);
	assert_said(r->b, "was replaced by another file");
	assert_int_equal(bench_used(r->b, LIMIT), 3);
}

static void
without_a_copy_who_was_ended_is_full(void **state)
{
	struct rivals *r = *state;

	r->second = window_open(r->b->folder, &r->b->now, &r->b->said);
	put_aside(r);
	block(r->b->page);
	look(r, r->second);
	clear(r->b->page);
	assert_int_equal(unlink(r->b->copy), 0);
	look(r, r->b->window);
	assert_said(r->b, FULL);
	assert_false(admit(r, r->b->window));
}

static void
without_a_copy_damage_is_full(void **state)
{
	struct rivals *r = *state;
	unsigned char rubbish[PAGE];

	memset(rubbish, 0xff, sizeof(rubbish));
	assert_int_equal(unlink(r->b->copy), 0);
	file_write(r->b->page, rubbish, PAGE);
	look(r, r->b->window);
	assert_said(r->b, FULL);
	assert_false(admit(r, r->b->window));
}

/* Joined with an earlier file is not joined with a later one. */
static void
what_a_file_knows(void **state)
{
	const struct page_head joined = {
	    .lineage = 1, .generation = 1, .joined = 2, .joined_generation = 5};

	(void)state;
	assert_true(page_knows(
	    &joined, &(struct page_head){.lineage = 2, .generation = 5}));
	assert_false(page_knows(
	    &joined, &(struct page_head){.lineage = 2, .generation = 6}));
	assert_true(page_knows(
	    &joined, &(struct page_head){.lineage = 1, .generation = 1}));
	assert_false(page_knows(
	    &joined, &(struct page_head){.lineage = 1, .generation = 2}));
	assert_false(page_knows(&joined, &(struct page_head){.lineage = 3}));
}

#define ALONE_TEST(f)                                                          \
	cmocka_unit_test_setup_teardown(f, alone_setup, rivals_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ALONE_TEST(the_file_that_comes_back_is_not_counted_twice),
	    ALONE_TEST(a_start_without_a_file_is_full_once),
	    ALONE_TEST(nor_after_a_start_of_the_machine_is_it_full_twice),
	    ALONE_TEST(a_file_that_was_left_is_full_at_the_start),
	    ALONE_TEST(after_a_loss_of_power_the_copy_may_be_ahead),
	    ALONE_TEST(a_state_of_an_earlier_start_is_not_ahead),
	    ALONE_TEST(without_a_copy_who_was_ended_is_full),
	    ALONE_TEST(without_a_copy_damage_is_full),
	    cmocka_unit_test(what_a_file_knows),
	};

	return RUN_TESTS(tests);
}
