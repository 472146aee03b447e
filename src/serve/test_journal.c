/* The journal: abrupt ends, second chances, several processes. */
#include "journal_rig_priv.h"

static void
what_was_in_work_is_found(void **state)
{
	struct journal *j;

	(void)state;
	be_killed(2, true, NOW);
	j = open_at(NOW);
	assert_string_equal(journal_found(j), "m1, m2");
	journal_close(&j);
	j = open_at(NOW);
	assert_string_equal(journal_found(j), "");
	journal_close(&j);
}

static void
two_ends_are_enough(void **state)
{
	(void)state;
	be_killed(1, true, NOW);
	assert_int_equal(ask_about(1), JOURNAL_SCAN);
	be_killed(1, true, NOW);
	assert_int_equal(ask_about(1), JOURNAL_ONLY_OPEN);
	assert_int_equal(ask_about(1), JOURNAL_ONLY_OPEN);
	assert_int_equal(ask_about(2), JOURNAL_SCAN);
	/* A third one while it is opened and put away. */
	be_killed(1, true, NOW);
	assert_int_equal(ask_about(1), JOURNAL_KEEP_OFF);
}

static void
what_may_have_ended_it_when_read_is_not_read(void **state)
{
	(void)state;
	be_killed(1, false, NOW);
	be_killed(1, true, NOW);
	assert_int_equal(ask_about(1), JOURNAL_KEEP_OFF);
}

static void
the_first_scan_clears(void **state)
{
	struct journal_entry e = entry(1);
	struct journal *j;

	(void)state;
	be_killed(1, true, NOW);
	j = open_at(NOW);
	assert_int_equal(ask(j, &e, true), JOURNAL_SCAN);
	journal_close(&j);
	be_killed(1, true, NOW);
	assert_int_equal(ask_about(1), JOURNAL_SCAN);
}

static void
a_scan_that_failed_does_not(void **state)
{
	struct journal_entry e = entry(1);
	struct journal *j;

	(void)state;
	be_killed(1, true, NOW);
	j = open_at(NOW);
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	journal_close(&j);
	be_killed(1, true, NOW);
	assert_int_equal(ask_about(1), JOURNAL_ONLY_OPEN);
}

static void
a_clean_end_leaves_no_suspects(void **state)
{
	struct journal_entry e = entry(1);
	struct journal_ticket t;
	struct journal *j = open_at(NOW);

	(void)state;
	(void)journal_begin(j, &e, &t);
	journal_close(&j);
	j = open_at(NOW);
	assert_string_equal(journal_found(j), "");
	journal_close(&j);
}

static void
another_file_is_another_file(void **state)
{
	struct journal_entry e = entry(1);
	struct journal *j;

	(void)state;
	be_killed(1, true, NOW);
	be_killed(1, true, NOW);
	j = open_at(NOW);
	e.file.mtime_ns++;
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	e = entry(1);
	e.file.size++;
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	e = entry(1);
	e.file.device++;
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	journal_close(&j);
}

/* One more try each; then it is as before. */
static void
changes_give_another_chance(void **state)
{
	struct journal_entry e = entry(1);
	struct journal *j;

	(void)state;
	be_killed(1, true, NOW);
	be_killed(1, true, NOW);
	j = open_at(NOW);
	e.definitions++;
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	e = entry(1);
	e.engine = "1.4.7";
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	e = entry(1);
	e.now_s += DAY - 1;
	assert_int_equal(ask(j, &e, false), JOURNAL_ONLY_OPEN);
	e.now_s++;
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	e.now_s = NOW - 2 * DAY;
	assert_int_equal(ask(j, &e, false), JOURNAL_SCAN);
	journal_close(&j);
	be_killed(1, true, NOW + DAY);
	j = open_at(NOW + DAY);
	e = entry(1);
	e.now_s += DAY;
	assert_int_equal(ask(j, &e, false), JOURNAL_ONLY_OPEN);
	journal_close(&j);
}

/* Two requests for one file, and one end. */
static void
a_file_is_accused_once_for_one_end(void **state)
{
	struct journal_entry e = entry(1);
	struct journal_ticket t;
	struct journal *j;
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		if (journal_open(dir, NOW, &j, NULL) == -1)
			_exit(1);
		(void)journal_begin(j, &e, &t);
		(void)journal_begin(j, &e, &t);
		(void)raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(ask_about(1), JOURNAL_SCAN);
}

static void
processes_do_not_disturb_each_other(void **state)
{
	struct journal_entry e = entry(1);
	struct journal_ticket t;
	struct journal *a = open_at(NOW), *b, *more[JOURNAL_RUNS];
	unsigned i;

	(void)state;
	(void)journal_begin(a, &e, &t);
	b = open_at(NOW);
	assert_string_equal(journal_found(b), "");
	be_killed(2, true, NOW);
	journal_close(&b);
	b = open_at(NOW);
	assert_string_equal(journal_found(b), "m1, m2");
	/* The other one's mark is still there, and it knows the suspects. */
	journal_end(a, &t, true);
	be_killed_with(2, 1, true, NOW);
	journal_close(&b);
	b = open_at(NOW);
	e = entry(2);
	assert_int_equal(ask(a, &e, false), JOURNAL_ONLY_OPEN);
	journal_close(&a);
	for (i = 0; i < JOURNAL_RUNS - 1; i++)
		more[i] = open_at(NOW);
	assert_int_equal(journal_open(dir, NOW, &a, &err), -1);
	assert_non_null(strstr(err.text, "is used by 4 other processes"));
	e = entry(3);
	assert_int_equal(ask(a, &e, false), JOURNAL_SCAN);
	journal_close(&a);
	journal_close(&b);
	for (i = 0; i < JOURNAL_RUNS - 1; i++)
		journal_close(&more[i]);
}

static void
the_oldest_suspect_gives_way(void **state)
{
	(void)state;
	be_killed(1, true, NOW);
	be_killed(1, true, NOW);
	assert_int_equal(ask_at(1, NOW), JOURNAL_ONLY_OPEN);
	be_killed_with(10, JOURNAL_SUSPECTS - 1, true, NOW + 1);
	assert_int_equal(ask_at(1, NOW + 1), JOURNAL_ONLY_OPEN);
	be_killed_with(9, 1, true, NOW + 2);
	assert_int_equal(ask_at(1, NOW + 2), JOURNAL_SCAN);
	be_killed_with(9, 1, true, NOW + 2);
	assert_int_equal(ask_at(9, NOW + 2), JOURNAL_ONLY_OPEN);
}

static void
more_files_than_marks_are_no_fault(void **state)
{
	static struct journal_ticket t[JOURNAL_MARKS + 1];
	struct journal *j = open_at(NOW);
	struct journal_entry e;
	unsigned i;

	(void)state;
	for (i = 0; i <= JOURNAL_MARKS; i++) {
		e = entry(i);
		assert_int_equal(journal_begin(j, &e, &t[i]), JOURNAL_SCAN);
	}
	for (i = 0; i <= JOURNAL_MARKS; i++)
		journal_end(j, &t[i], true);
	journal_close(&j);
}

static void
names_are_harmless(void **state)
{
	char text[64], tiny[8];
	struct journal_entry e = entry(1);
	struct journal_ticket a, b;
	struct journal *j = open_at(NOW);

	(void)state;
	e.path = "a\n\033[31m";
	(void)journal_begin(j, &e, &a);
	e.path = "Queue/0123456789012345678901234567890123456789.msg";
	(void)journal_begin(j, &e, &b);
	assert_int_equal(journal_list(j, text, sizeof(text)), 46);
	assert_string_equal(
	    text, "a\\x0a\\x1b[31m, 0123456789012345678901234567890");
	assert_int_equal(journal_list(j, tiny, sizeof(tiny)), 7);
	assert_string_equal(tiny, "a\\x0a\\x");
	journal_end(j, &a, true);
	journal_end(j, &b, true);
	assert_int_equal(journal_list(j, text, sizeof(text)), 0);
	journal_close(&j);
}

static void
no_journal_is_no_fault(void **state)
{
	struct journal_entry e = entry(1);
	struct journal *j = NULL;
	char text[8];

	(void)state;
	assert_int_equal(ask(j, &e, true), JOURNAL_SCAN);
	assert_string_equal(journal_found(j), "");
	assert_int_equal(journal_probe(j, &err), 0);
	assert_int_equal(journal_list(j, text, sizeof(text)), 0);
	journal_close(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_in_work_is_found),
	    TEST(two_ends_are_enough),
	    TEST(what_may_have_ended_it_when_read_is_not_read),
	    TEST(the_first_scan_clears),
	    TEST(a_scan_that_failed_does_not),
	    TEST(a_clean_end_leaves_no_suspects),
	    TEST(another_file_is_another_file),
	    TEST(changes_give_another_chance),
	    TEST(a_file_is_accused_once_for_one_end),
	    TEST(processes_do_not_disturb_each_other),
	    TEST(the_oldest_suspect_gives_way),
	    TEST(more_files_than_marks_are_no_fault),
	    TEST(names_are_harmless),
	    TEST(no_journal_is_no_fault),
	};

	return RUN_TESTS(tests);
}
