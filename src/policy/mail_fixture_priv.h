/*
 * What the tests of quarantine, guard and notices share: a scratch folder, a
 * configuration in it, and messages.
 */
#ifndef MAIL_FIXTURE_PRIV_H
#define MAIL_FIXTURE_PRIV_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "mem.h"
#include "message.h"
#include "test.h"

static char dir[32];
static struct config *conf;

static __attribute__((unused)) char *
inside(const char *name)
{
	return mem_printf("%s/%s", dir, name);
}

static __attribute__((unused)) void
write_in(const char *name, const void *data, size_t len)
{
	char *path = inside(name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	free(path);
}

/* The whole of a file, with a NUL behind it. */
static __attribute__((unused)) char *
read_path(const char *path, size_t *len_r)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	char *data;

	assert_int_not_equal(fd, -1);
	assert_int_equal(fstat(fd, &st), 0);
	data = mem_zalloc((size_t)st.st_size + 1, 1);
	assert_int_equal(read(fd, data, (size_t)st.st_size), st.st_size);
	(void)close(fd);
	if (len_r != NULL)
		*len_r = (size_t)st.st_size;
	return data;
}

static __attribute__((unused)) struct message *
open_message(const char *name, const char *text)
{
	char *path = inside(name);
	struct message_source source = {
	    .path = path, .envelope_max = 1 << 20, .message_max = 1 << 20};
	struct message *m = NULL;
	struct err e = {{0}};

	write_in(name, text, strlen(text));
	if (message_open(&source, &m, &e) == -1)
		fail_msg("%s", e.text);
	free(path);
	return m;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	(void)chmod(path, 0700);
	return remove(path);
}

static __attribute__((unused)) void
load_conf(const char *text)
{
	char *path = inside("c.cfg");
	struct buf errors;

	write_in("c.cfg", text, strlen(text));
	config_free(&conf);
	buf_init(&errors, 65536);
	(void)config_load(path, &conf, &errors);
	assert_string_equal(errors.data, "");
	buf_fini(&errors);
	free(path);
}

static int
set_up(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/cgpward-mail.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	load_conf("");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	config_free(&conf);
	return nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
