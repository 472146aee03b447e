/*
 * What the tests of configuration files share: a scratch folder, a file in
 * it, and the configuration and the errors that came of it.
 */
#ifndef FIXTURE_PRIV_H
#define FIXTURE_PRIV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "mem.h"
#include "test.h"

enum { ERRORS_MAX = 1 << 20, PATH_SIZE = 256 };

static char dir[] = "/tmp/cgpward-test.XXXXXX";
static char path[PATH_SIZE];
static struct config *conf;
static struct buf errors;

static void
write_file(const char *data, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static int
load_n(const char *data, size_t len)
{
	write_file(data, len);
	config_free(&conf);
	buf_reset(&errors);
	return config_load(path, &conf, &errors);
}

static void
loads(const char *text)
{
	int rc = load_n(text, strlen(text));

	assert_string_equal(errors.data, "");
	assert_int_equal(rc, 0);
	assert_non_null(conf);
}

/* `want` has one line for each error: "LINE: text", with the path left out. */
static void
fails_n(const char *data, size_t len, const char *want)
{
	struct buf all;
	const char *s;
	size_t n;

	assert_int_equal(load_n(data, len), -1);
	assert_null(conf);
	buf_init(&all, ERRORS_MAX);
	for (s = want; *s != '\0'; s += n + (s[n] != '\0')) {
		n = strcspn(s, "\n");
		(void)buf_addf(&all, "%s:%.*s\n", path, (int)n, s);
	}
	assert_string_equal(errors.data, all.data);
	buf_fini(&all);
}

static void
fails(const char *text, const char *want)
{
	fails_n(text, strlen(text), want);
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/test.cfg", dir);
	buf_init(&errors, ERRORS_MAX);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	config_free(&conf);
	buf_fini(&errors);
	(void)unlink(path);
	return rmdir(dir);
}

#endif
