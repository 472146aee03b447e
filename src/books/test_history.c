/* The history's file: made, broken, cut, full, and for nobody else. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "history_rig_priv.h"

static char *
in_state(const char *name)
{
	return mem_printf("%s/%s", rig_state, name);
}

static void
put_file(const char *name, const char *text)
{
	char *path = in_state(name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	free(path);
}

static bool
is_there(const char *name)
{
	char *path = in_state(name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static void
nobody_else_may_read_it(void **state)
{
	static const char *const names[] = {
	    "history.db", "history.db-wal", "history.db-shm"};
	struct stat st;
	char *path;
	size_t i;

	(void)state;
	rig_one(rig_clean(rig_s));
	assert_int_equal(stat(rig_state, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	for (i = 0; i < 3; i++) {
		path = in_state(names[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		free(path);
	}
}

static void
it_goes_on_after_a_restart(void **state)
{
	struct history_view *v;

	(void)state;
	rig_one(rig_clean(rig_s));
	history_close(&rig_history);
	rig_open();
	rig_one(rig_clean(rig_s + 1));
	v = rig_view(rig_s, rig_s + 60);
	assert_int_equal(v->all.messages, 2);
	assert_int_equal(v->all.bytes, 2000);
	history_view_free(&v);
}

static void
a_folder_behind_a_link_is_fine(void **state)
{
	char link[96];
	struct err e = {{0}};

	(void)state;
	history_close(&rig_history);
	(void)snprintf(link, sizeof(link), "%s/link", rig_folder);
	assert_int_equal(symlink(rig_folder, link), 0);
	(void)snprintf(rig_state, sizeof(rig_state), "%s/link/run", rig_folder);
	assert_int_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_DONE);
}

static void
a_link_in_its_place_is_not_followed(void **state)
{
	char *path = in_state("history.db"), *other = in_state("other");
	struct err e = {{0}};

	(void)state;
	history_close(&rig_history);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	assert_int_not_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_DONE);
	assert_null(rig_history);
	free(path);
	free(other);
}

static void
what_is_no_history_is_put_aside(void **state)
{
	struct err e = {{0}};

	(void)state;
	history_close(&rig_history);
	put_file("history.db", "This is not a database, but a text of some "
			       "length, which no database begins with.\n");
	assert_int_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_BROKEN);
	put_file("history.db-journal", "none");
	assert_int_equal(history_set_aside(rig_state, &e), 0);
	assert_true(is_there("history.bad"));
	assert_true(is_there("history.bad-journal"));
	assert_false(is_there("history.db"));
	rig_open();
	rig_one(rig_clean(rig_s));
}

static void
a_database_of_others_is_put_aside(void **state)
{
	char *path = in_state("history.db");
	struct store *s = NULL;
	struct err e = {{0}};

	(void)state;
	history_close(&rig_history);
	assert_int_equal(store_open(path, STORE_WRITE, &s, &e), 0);
	assert_int_equal(
	    store_run(s, "PRAGMA application_id = 1; DROP TABLE top", &e), 0);
	store_close(&s);
	assert_int_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_BROKEN);
	free(path);
}

static void
a_table_that_is_missing_is_noticed(void **state)
{
	struct err e = {{0}};

	(void)state;
	assert_int_equal(
	    store_run(rig_history->store, "DROP TABLE top", &e), 0);
	history_close(&rig_history);
	assert_int_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_BROKEN);
}

static void
one_of_a_newer_version_is_left_alone(void **state)
{
	struct err e = {{0}};

	(void)state;
	assert_int_equal(
	    store_run(rig_history->store, "PRAGMA user_version = 2", &e), 0);
	history_close(&rig_history);
	assert_int_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_REFUSED);
	assert_non_null(strstr(e.text, "newer version"));
	assert_true(is_there("history.db"));
}

static void
a_file_that_is_cut_in_use_is_noticed(void **state)
{
	struct history_message *m = rig_clean(rig_s);
	char *path = in_state("history.db");
	struct err e = {{0}};

	(void)state;
	rig_one(rig_infected(rig_s, "A", "a@example.com"));
	assert_int_equal(store_run(rig_history->store,
			     "PRAGMA wal_checkpoint(TRUNCATE)", &e),
	    0);
	history_close(&rig_history);
	rig_open();
	assert_int_equal(truncate(path, 4096), 0);
	assert_int_equal(rig_write(&m, 1), HISTORY_BROKEN);
	free(path);
}

static void
a_file_that_is_taken_away_is_noticed(void **state)
{
	char *path = in_state("history.db");

	(void)state;
	assert_true(history_is_there(rig_history));
	assert_int_equal(unlink(path), 0);
	assert_false(history_is_there(rig_history));
	put_file("history.db", "");
	assert_false(history_is_there(rig_history));
	free(path);
}

/* A limit on the size of files stands for the full disk. */
static void
a_full_disk_loses_nothing_that_was_written(void **state)
{
	struct rlimit old, small = {200000, RLIM_INFINITY};
	static struct history_message *many[2000];
	struct history_view *v;
	char name[32];
	size_t i;

	(void)state;
	rig_one(rig_clean(rig_s));
	for (i = 0; i < 2000; i++) {
		(void)snprintf(name, sizeof(name), "Name-%zu", i);
		many[i] = rig_infected(rig_s, name, name);
	}
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small.rlim_max = old.rlim_max;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(rig_write(many, 2000), HISTORY_AGAIN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	rig_one(rig_clean(rig_s));
	v = rig_view(rig_s, rig_s + 60);
	assert_int_equal(v->all.messages, 2);
	assert_int_equal(v->top_n[HISTORY_NAMES], 0);
	history_view_free(&v);
}

static void
two_processes_write_to_one_file(void **state)
{
	struct history *first = rig_history;
	struct history_view *v;
	int i;

	(void)state;
	rig_open();
	for (i = 0; i < 10; i++) {
		rig_one(rig_infected(rig_s, "A", "a@example.com"));
		if (i % 2 == 0) {
			struct history *second = rig_history;

			rig_history = first;
			first = second;
		}
	}
	history_close(&first);
	v = rig_view(rig_s, rig_s + 60);
	assert_int_equal(v->all.messages, 10);
	assert_int_equal(v->latest_n, 10);
	history_view_free(&v);
}

static void
without_a_history_the_reader_says_so(void **state)
{
	const struct history_period period = {rig_s, rig_s + 60};
	struct history_view *v = NULL;
	struct err e;

	(void)state;
	assert_int_equal(history_view_read(rig_folder, &period, &v, &e), -1);
	assert_non_null(strstr(e.text, "there is no history"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_start, rig_stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(nobody_else_may_read_it),
	    T(it_goes_on_after_a_restart),
	    T(a_folder_behind_a_link_is_fine),
	    T(a_link_in_its_place_is_not_followed),
	    T(what_is_no_history_is_put_aside),
	    T(a_database_of_others_is_put_aside),
	    T(a_table_that_is_missing_is_noticed),
	    T(one_of_a_newer_version_is_left_alone),
	    T(a_file_that_is_cut_in_use_is_noticed),
	    T(a_file_that_is_taken_away_is_noticed),
	    T(a_full_disk_loses_nothing_that_was_written),
	    T(two_processes_write_to_one_file),
	    T(without_a_history_the_reader_says_so),
	};

	return RUN_TESTS(tests);
}
