/* What the running filter tells other processes, and whether it runs. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "status_file.h"
#include "status_text_priv.h"
#include "test.h"

enum { PLACE_SIZE = 16384, ROUNDS = 2000 };

static char folder[64], path[80], other[80];
static struct status_file *file;
static struct status seen;
static struct err e;

static int
fresh(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/status-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/status", folder);
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	file = status_file_new();
	return 0;
}

static int
tidy(void **state)
{
	(void)state;
	status_file_free(&file);
	(void)unlink(path);
	(void)unlink(other);
	return rmdir(folder);
}

/* A status that is told from others by its process. */
static struct status
sample(long pid)
{
	struct status s = {
	    .wall_ms = 1795303757042,
	    .pid = pid,
	    .program = "1.0.0",
	    .engine = "1.4.6",
	    .definitions = "27851",
	    .n = 2,
	};

	s.value[VITAL_requests] = 12;
	s.value[VITAL_quota_limit] = VITAL_UNLIMITED;
	s.value[VITAL_age] = VITAL_UNKNOWN;
	s.answers[RESPONSE_DISCARD] = 5;
	s.last[0] = (struct logsink_line){
	    LOG_LEVEL_ERROR, 1795303757041, "It is wrong.\\x0apid 7"};
	s.last[1] = (struct logsink_line){LOG_LEVEL_WARN, 3, "a  b"};
	return s;
}

static enum status_written
write_one(struct status_file *f, long pid)
{
	struct status s = sample(pid);

	return status_file_write(f, folder, &s, &e);
}

static void
all_of_it_comes_back(void **state)
{
	struct status told = sample(4711);

	(void)state;
	assert_int_equal(
	    status_file_write(file, folder, &told, &e), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_memory_equal(seen.value, told.value, sizeof(told.value));
	assert_memory_equal(seen.answers, told.answers, sizeof(told.answers));
	assert_int_equal(seen.wall_ms, 1795303757042);
	assert_int_equal(seen.pid, 4711);
	assert_false(seen.ended);
	assert_string_equal(seen.program, "1.0.0");
	assert_string_equal(seen.engine, "1.4.6");
	assert_string_equal(seen.definitions, "27851");
	assert_int_equal(seen.n, 2);
	assert_int_equal(seen.last[0].level, LOG_LEVEL_ERROR);
	assert_int_equal(seen.last[0].wall_ms, 1795303757041);
	assert_string_equal(seen.last[0].text, "It is wrong.\\x0apid 7");
	assert_int_equal(seen.last[1].level, LOG_LEVEL_WARN);
	assert_string_equal(seen.last[1].text, "a  b");
}

static void
nothing_was_ever_told(void **state)
{
	(void)state;
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_NONE);
	assert_int_equal(
	    status_file_read("/tmp/there/is/none", &seen, &e), STATUS_NONE);
}

static void
an_orderly_end_is_told(void **state)
{
	struct status told = sample(1);

	(void)state;
	told.ended = true;
	assert_int_equal(
	    status_file_write(file, folder, &told, &e), STATUS_WRITTEN);
	status_file_free(&file);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_GONE);
	assert_true(seen.ended);
}

/* The lock tells, not the process id, which is another's later. */
static void
a_killed_filter_is_gone_and_its_words_stay(void **state)
{
	char byte;
	int ready[2];
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		(void)write_one(file, getppid());
		(void)!write(ready[1], "x", 1);
		(void)pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_GONE);
	assert_int_equal(seen.pid, getpid());
	assert_false(seen.ended);
	assert_int_equal(write_one(file, 8), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 8);
	(void)close(ready[0]);
	(void)close(ready[1]);
}

static void
one_at_a_time_speaks(void **state)
{
	struct status_file *second = status_file_new();

	(void)state;
	assert_int_equal(write_one(file, 1), STATUS_WRITTEN);
	assert_int_equal(write_one(second, 2), STATUS_TAKEN);
	assert_int_equal(write_one(file, 1), STATUS_WRITTEN);
	assert_int_equal(write_one(file, 1), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 1);
	status_file_free(&file);
	assert_int_equal(write_one(second, 2), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 2);
	status_file_free(&second);
}

static void
spoil(off_t at, const char *bytes)
{
	int fd = open(path, O_WRONLY);

	assert_true(fd != -1);
	assert_int_equal(
	    pwrite(fd, bytes, strlen(bytes), at), (ssize_t)strlen(bytes));
	(void)close(fd);
}

/* Torn anywhere, the one before it is still there. */
static void
the_newest_that_is_whole_is_taken(void **state)
{
	(void)state;
	assert_int_equal(write_one(file, 1), STATUS_WRITTEN); /* place 1 */
	assert_int_equal(write_one(file, 2), STATUS_WRITTEN); /* place 0 */
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 2);
	spoil(100, "###");
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 1);
	spoil(PLACE_SIZE + 16, "\xff\xff\xff\xff\xff\xff\xff\xff"); /* len */
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.wall_ms, 0);
	assert_int_equal(write_one(file, 3), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 3);
}

static void
a_file_that_vanished_is_made_again(void **state)
{
	(void)state;
	assert_int_equal(write_one(file, 1), STATUS_WRITTEN);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(write_one(file, 2), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 2);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(write_one(file, 3), STATUS_WRITTEN);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_RUNS);
	assert_int_equal(seen.pid, 3);
}

static void
what_is_no_file_is_refused(void **state)
{
	(void)state;
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(write_one(file, 1), STATUS_FAILED);
	assert_int_equal(access(other, F_OK), -1);
	assert_int_equal(status_file_read(folder, &seen, &e), STATUS_UNKNOWN);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(write_one(file, 1), STATUS_FAILED);
	assert_non_null(strstr(e.text, "is not a file"));
}

static void
nobody_else_may_read_it(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(write_one(file, 1), STATUS_WRITTEN);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
}

/* Another version of the program has other numbers. */
static void
what_is_not_understood_is_passed_over(void **state)
{
	char text[] = "when 5\nvital.tomorrow 3\nvital.requests 9\nwords\n"
		      "answers.MAYBE 4\nlog.9\nlog.1 7 x\npid many\nvital.\n"
		      "half a li";

	(void)state;
	status_text_read(text, &seen);
	assert_int_equal(seen.wall_ms, 5);
	assert_int_equal(seen.value[VITAL_requests], 9);
	assert_int_equal(seen.value[VITAL_memory], VITAL_UNKNOWN);
	assert_int_equal(seen.n, 1);
	assert_string_equal(seen.last[0].text, "x");
}

static void
there_are_only_so_many_lines(void **state)
{
	char text[] = "log.0 1 a\nlog.0 1 b\nlog.0 1 c\nlog.0 1 d\n"
		      "log.0 1 e\nlog.0 1 f\nlog.0 1 g\nlog.0 1 h\n";

	(void)state;
	status_text_read(text, &seen);
	assert_int_equal(seen.n, LOGSINK_LAST);
	assert_string_equal(seen.last[LOGSINK_LAST - 1].text, "e");
}

static void
hostile_text_does_no_harm(void **state)
{
	struct status told = sample(1);
	uint32_t seed = 1;
	struct buf out;
	int i;

	(void)state;
	buf_init(&out, PLACE_SIZE);
	for (i = 0; i < ROUNDS; i++) {
		buf_reset(&out);
		status_text_write(&told, &out);
		assert_true(out.len < PLACE_SIZE);
		seed = seed * 1664525 + 1013904223;
		out.data[(seed >> 8) % out.len] = (char)(seed >> 4);
		status_text_read(out.data, &seen);
		assert_true(seen.n <= LOGSINK_LAST);
	}
	buf_fini(&out);
}

int
main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, tidy)
	const struct CMUnitTest tests[] = {
	    FRESH(all_of_it_comes_back),
	    FRESH(nothing_was_ever_told),
	    FRESH(an_orderly_end_is_told),
	    FRESH(a_killed_filter_is_gone_and_its_words_stay),
	    FRESH(one_at_a_time_speaks),
	    FRESH(the_newest_that_is_whole_is_taken),
	    FRESH(a_file_that_vanished_is_made_again),
	    FRESH(what_is_no_file_is_refused),
	    FRESH(nobody_else_may_read_it),
	    FRESH(what_is_not_understood_is_passed_over),
	    FRESH(there_are_only_so_many_lines),
	    FRESH(hostile_text_does_no_harm),
	};

	return RUN_TESTS(tests);
}
