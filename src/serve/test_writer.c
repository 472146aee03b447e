/*
 * Standard output. The other side is a pipe in packet mode, in which each read
 * gives what one write wrote.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "proto.h"
#include "test.h"
#include "thread.h"
#include "writer.h"

enum { LINES = 2000, SENDERS = 4, STRETCH = 20 };

static int ends[2] = {-1, -1};
static struct writer *writer;

static int
open_pipe(int flags)
{
	struct err e;

	if (pipe2(ends, O_CLOEXEC | flags) == -1)
		return -1;
	return writer_open(ends[1], -1, &writer, &e);
}

static int
set_up(void **state)
{
	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	return open_pipe(O_DIRECT);
}

static int
tear_down(void **state)
{
	(void)state;
	writer_close(&writer);
	(void)close(ends[0]);
	(void)close(ends[1]);
	return 0;
}

/* The next write, as text. */
static const char *
next_write(void)
{
	static char data[2 * PROTO_LINE_MAX];
	ssize_t n = read(ends[0], data, sizeof(data) - 1);

	assert_true(n >= 0);
	data[n] = '\0';
	return data;
}

static void
each_line_is_one_write(void **state)
{
	(void)state;
	writer_line(writer, "1 OK");
	writer_line(writer, "* one\n* two");
	writer_line(writer, "2 OK");
	assert_string_equal(next_write(), "1 OK\n");
	assert_string_equal(next_write(), "* one\n");
	assert_string_equal(next_write(), "* two\n");
	assert_string_equal(next_write(), "2 OK\n");
}

static void
no_line_is_longer_than_the_protocol_allows(void **state)
{
	char line[2 * PROTO_LINE_MAX];
	const char *got;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[PROTO_LINE_MAX - 1] = '\0';
	writer_line(writer, line);
	got = next_write();
	assert_int_equal(strlen(got), PROTO_LINE_MAX);
	assert_int_equal(got[PROTO_LINE_MAX - 1], '\n');
	line[PROTO_LINE_MAX - 1] = 'x';
	memcpy(line + PROTO_LINE_MAX, "\n* next", 8);
	writer_line(writer, line);
	got = next_write();
	assert_int_equal(strlen(got), PROTO_LINE_MAX);
	assert_int_equal(got[PROTO_LINE_MAX - 1], '\n');
	assert_string_equal(next_write(), "* next\n");
}

static void *
send_lines(void *arg)
{
	char line[64];
	int i;

	for (i = 0; i < LINES; i++) {
		(void)snprintf(line, sizeof(line), "* %s %d\n* %s %d",
		    (const char *)arg, i, (const char *)arg, i);
		writer_line(writer, line);
	}
	return NULL;
}

/* The second of each two, when it does not follow the first, is a mixture. */
static void
lines_of_many_threads_stay_whole(void **state)
{
	char names[SENDERS][2] = {"a", "b", "c", "d"}, first[64];
	pthread_t threads[SENDERS];
	struct err e;
	int i, next[SENDERS] = {0}, number;
	char name;

	(void)state;
	for (i = 0; i < SENDERS; i++)
		assert_int_equal(thread_start(&threads[i], "sender", send_lines,
				     names[i], &e),
		    0);
	for (i = 0; i < SENDERS * LINES; i++) {
		(void)snprintf(first, sizeof(first), "%.60s", next_write());
		assert_string_equal(first, next_write());
		/* NOLINTNEXTLINE(cert-err34-c): a line of our own */
		assert_int_equal(sscanf(first, "* %c %d\n", &name, &number), 2);
		assert_int_equal(number, next[name - 'a']++);
	}
	for (i = 0; i < SENDERS; i++)
		(void)pthread_join(threads[i], NULL);
}

/* Nobody reads: handing over goes on, and nothing is lost. */
static void
a_full_pipe_stops_nobody(void **state)
{
	char line[PROTO_LINE_MAX], start[16];
	int i;

	(void)state;
	assert_int_equal(fcntl(ends[1], F_SETFL, O_DIRECT | O_NONBLOCK), 0);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	for (i = 0; i < 20 * STRETCH; i++) {
		(void)snprintf(start, sizeof(start), "%06d xxx", i);
		memcpy(line, start, 10);
		writer_line(writer, line);
	}
	for (i = 0; i < 20 * STRETCH; i++) {
		(void)snprintf(start, sizeof(start), "%06d xxx", i);
		assert_memory_equal(next_write(), start, 10);
	}
}

static void
a_flush_waits_for_what_was_handed_over(void **state)
{
	int i;

	(void)state;
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	for (i = 0; i < STRETCH / 2; i++) {
		writer_line(writer, "x");
		writer_flush(writer);
		assert_string_equal(next_write(), "x\n");
	}
}

static void
closing_writes_what_is_left(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < STRETCH / 2; i++)
		writer_line(writer, "y");
	writer_close(&writer);
	assert_null(writer);
	for (i = 0; i < STRETCH / 2; i++)
		assert_string_equal(next_write(), "y\n");
}

static void
a_reader_that_is_gone_is_noticed(void **state)
{
	int gone[2], event = eventfd(0, EFD_CLOEXEC);
	struct writer *w = NULL;
	uint64_t value = 0;
	struct err e;

	(void)state;
	assert_int_equal(pipe2(gone, O_CLOEXEC), 0);
	assert_int_equal(writer_open(gone[1], event, &w, &e), 0);
	assert_false(writer_broken(w));
	(void)close(gone[0]);
	writer_line(w, "1 OK");
	assert_int_equal(read(event, &value, sizeof(value)), sizeof(value));
	assert_int_equal(value, 1);
	assert_true(writer_broken(w));
	writer_line(w, "2 OK");
	writer_flush(w);
	writer_close(&w);
	(void)close(gone[1]);
	(void)close(event);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_line_is_one_write),
	    TEST(no_line_is_longer_than_the_protocol_allows),
	    TEST(lines_of_many_threads_stay_whole),
	    TEST(a_full_pipe_stops_nobody),
	    TEST(a_flush_waits_for_what_was_handed_over),
	    TEST(closing_writes_what_is_left),
	    TEST(a_reader_that_is_gone_is_noticed),
	};

	return RUN_TESTS(tests);
}
