/*
 * More than one state: files that come back or from elsewhere, the copy, and
 * a second program.
 */
#include "test.h"
#include "test_window_priv.h"

#define FULL "the limit counts as reached for 60 minutes"

static void
the_copy_alone_is_of_no_use(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);

	(void)state;
	/* Deleted while running: made again. */
	assert_int_equal(unlink(b->copy), 0);
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_said(b, "quota.copy: was missing; it was made again");
	bench_kill(b);
	assert_int_equal(unlink(b->page), 0);
	bench_open(b);
	assert_said(b, FULL);
	assert_full_for_an_hour(b);
	/* Damaged after an orderly end: the page is enough. */
	window_close(&b->window);
	file_write(b->copy, "rubbish", 7);
	bench_open(b);
	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	/* Both damaged: full. */
	window_close(&b->window);
	file_write(b->copy, "rubbish", 7);
	file_write(b->page, "", 0);
	bench_open(b);
	assert_full_for_an_hour(b);
	bench_free(b);
}

static void
a_state_of_another_folder_is_refused(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old), *fresh = bench_new();

	(void)state;
	window_close(&b->window);
	window_close(&fresh->window);
	/* Moved, not copied, so that it still is the file that it says. */
	assert_int_equal(rename(fresh->page, b->page), 0);
	bench_open(b);
	assert_said(b, "is another file that was put in its place");
	assert_full_for_an_hour(b);
	bench_free(fresh);
	bench_free(b);
}

/* With the copy gone, only the inode tells that it is another file. */
static void
a_copied_file_is_not_the_file(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);
	char *other = mem_printf("%s.other", b->page);

	(void)state;
	bench_kill(b);
	file_write(other, old, PAGE);
	assert_int_equal(rename(other, b->page), 0);
	assert_int_equal(unlink(b->copy), 0);
	bench_open(b);
	assert_said(b, "is another file that was put in its place");
	assert_full_for_an_hour(b);
	free(other);
	bench_free(b);
}

static void
an_older_file_moved_back_gives_nothing(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);
	char *away = mem_printf("%s.away", b->page);

	(void)state;
	assert_int_equal(rename(b->page, away), 0);
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_said(b, "is missing");
	assert_int_equal(bench_admit(b, 1, LIMIT), 1);
	assert_int_equal(rename(away, b->page), 0);
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	bench_kill(b);
	bench_open(b);
	assert_string_equal(b->said.text, "");
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	free(away);
	bench_free(b);
}

/* A second program that starts just after the file was deleted. */
static void
a_second_program_after_a_deletion_gains_nothing(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);
	struct window *second;
	uint64_t used;

	(void)state;
	assert_int_equal(unlink(b->page), 0);
	second = window_open(b->folder, &b->now, &b->said);
	assert_said(b, FULL);
	assert_false(window_admit(second, &b->now, LIMIT, &used));
	assert_int_equal(bench_admit(b, 5, LIMIT), 1);
	(void)window_check(b->window, &b->now, &b->said);
	(void)window_check(second, &b->now, &b->said);
	assert_int_equal(bench_admit(b, 5, LIMIT), 0);
	window_close(&second);
	bench_free(b);
}

/* A successor was counted in and has gone: its numbers are not known. */
static void
a_successor_that_has_gone_counts_as_full(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);
	struct window *second = window_open(b->folder, &b->now, &b->said);
	uint64_t used;

	(void)state;
	assert_int_equal(unlink(b->page), 0);
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_int_equal(bench_admit(b, 1, LIMIT), 1);
	assert_int_equal(unlink(b->page), 0);
	assert_false(window_admit(second, &b->now, LIMIT, &used));
	assert_true(window_check(second, &b->now, &b->said));
	assert_said(b, "is missing; it was made again, and " FULL);
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	window_close(&second);
	bench_free(b);
}

/* The same without the copy: what the second one counts is added. */
static void
two_states_are_put_together(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);
	struct window *second;
	uint64_t used;
	int i;

	(void)state;
	assert_int_equal(unlink(b->page), 0);
	assert_int_equal(unlink(b->copy), 0);
	b->now.wall_ms += 12345;
	second = window_open(b->folder, &b->now, &b->said);
	assert_string_equal(b->said.text, "");
	for (i = 0; i < 4; i++)
		assert_true(window_admit(second, &b->now, 20, &used));
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_int_equal(bench_used(b, 20), 13);
	assert_true(window_admit(second, &b->now, 20, &used));
	assert_int_equal(used, 14);
	(void)window_check(second, &b->now, &b->said);
	assert_false(window_check(b->window, &b->now, &b->said));
	assert_int_equal(bench_admit(b, 20, 20), 6);
	bench_pass(b, HOUR + 10 * SECOND);
	assert_int_equal(bench_used(b, 20), 0);
	window_close(&second);
	bench_free(b);
}

static void
without_a_folder_it_counts_in_memory(void **state)
{
	struct bench *b = bench_new();
	char *blocked = mem_printf("%s/file/run", b->folder);
	char *file = mem_printf("%s/file", b->folder);
	struct window *w;
	uint64_t used;

	(void)state;
	file_write(file, "x", 1);
	w = window_open(blocked, &b->now, &b->said);
	assert_said(b, "kept in memory only, and " FULL);
	assert_false(window_admit(w, &b->now, LIMIT, &used));
	assert_false(window_check(w, &b->now, &b->said));
	bench_pass(b, HOUR + 10 * SECOND);
	assert_true(window_admit(w, &b->now, LIMIT, &used));
	/* The place becomes usable. */
	assert_int_equal(unlink(file), 0);
	assert_int_equal(mkdir(file, 0700), 0);
	assert_true(window_check(w, &b->now, &b->said));
	assert_said(b, "can be used now");
	assert_true(window_admit(w, &b->now, LIMIT, &used));
	assert_int_equal(used, 2);
	window_close(&w);
	free(file);
	free(blocked);
	bench_free(b);
}

static void
the_whole_folder_may_go(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);

	(void)state;
	assert_int_equal(unlink(b->page), 0);
	assert_int_equal(unlink(b->copy), 0);
	assert_int_equal(rmdir(b->folder), 0);
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_int_equal(access(b->page, F_OK), 0);
	assert_one_left(b);
	bench_free(b);
}

/* An attack that never ends: the window stays full and nothing breaks. */
static void
endless_deletion_ends_full(void **state)
{
	unsigned char old[PAGE];
	struct bench *b = nearly_full(old);
	int i;

	(void)state;
	for (i = 0; i < 600; i++) {
		(void)unlink(b->page);
		(void)window_check(b->window, &b->now, &b->said);
	}
	assert_int_equal(bench_admit(b, 5, LIMIT), 0);
	bench_pass(b, 2 * HOUR);
	assert_int_equal(bench_admit(b, 5, LIMIT), 0);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_copy_alone_is_of_no_use),
	    cmocka_unit_test(a_state_of_another_folder_is_refused),
	    cmocka_unit_test(a_copied_file_is_not_the_file),
	    cmocka_unit_test(an_older_file_moved_back_gives_nothing),
	    cmocka_unit_test(a_second_program_after_a_deletion_gains_nothing),
	    cmocka_unit_test(a_successor_that_has_gone_counts_as_full),
	    cmocka_unit_test(two_states_are_put_together),
	    cmocka_unit_test(without_a_folder_it_counts_in_memory),
	    cmocka_unit_test(the_whole_folder_may_go),
	    cmocka_unit_test(endless_deletion_ends_full),
	};

	return RUN_TESTS(tests);
}
