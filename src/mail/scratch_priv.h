/*
 * What the tests of message files share: a scratch folder, a file in it, and
 * the message or the error that came of it.
 */
#ifndef SCRATCH_PRIV_H
#define SCRATCH_PRIV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"
#include "test.h"

enum { PATH_SIZE = 256, SMALL = 1000 };

#define ENVELOPE "P I x <from@x>\nR W x <to@x>\n\n"

static char dir[] = "/tmp/cgpward-test.XXXXXX";
static char path[PATH_SIZE];
static struct message *msg;
static struct err err;

static void
write_n(const char *data, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static int
open_with(struct message_source s)
{
	message_free(&msg);
	err.text[0] = '\0';
	s.path = path;
	s.envelope_max = SMALL;
	s.message_max = SMALL;
	return message_open(&s, &msg, &err);
}

static int
open_text(const char *text)
{
	write_n(text, strlen(text));
	return open_with((struct message_source){0});
}

static void
assert_slice(struct slice s, const char *want)
{
	assert_int_equal(s.len, strlen(want));
	assert_memory_equal(s.data, want, s.len);
}

/* The open fails and the text is the path and `want`. */
static void
refused(int rc, const char *want)
{
	assert_int_equal(rc, -1);
	assert_null(msg);
	assert_memory_equal(err.text, path, strlen(path));
	assert_string_equal(err.text + strlen(path), want);
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/123.msg", dir);
	return 0;
}

static int
clean_up(void **state)
{
	(void)state;
	message_free(&msg);
	(void)unlink(path);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

#define TEST(name) cmocka_unit_test_teardown(name, clean_up)

#endif
