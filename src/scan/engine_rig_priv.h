/*
 * What the tests of engine and scan share: a scratch folder with a temporary
 * folder and definitions in it, an engine, and mails that are put together
 * part by part. Tests run from the top of the repository.
 */
#ifndef ENGINE_RIG_PRIV_H
#define ENGINE_RIG_PRIV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "engine.h"
#include "test.h"

#define TEST_SET "cfg/definitions"

/* In pieces, so that no scanner finds this file. */
#define EICAR                                                                  \
	"X5O!P%@AP[4\\PZX54(P^)7"                                              \
	"CC)7}$EICAR-STANDARD-ANTI"                                            \
	"VIRUS-TEST-FILE!$H+H*"

enum { RIG_PATH_MAX = 256, RIG_MAIL_MAX = 16 << 20 };

static char scratch[32], temp[RIG_PATH_MAX], defs[RIG_PATH_MAX];
static struct engine *engine;
static struct buf mail;
static struct err err;

static inline void
write_file(const char *folder, const char *name, const char *text)
{
	char path[2 * RIG_PATH_MAX];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

/* Settings that nothing in a test exceeds. */
static inline struct engine_settings
generous(void)
{
	return (struct engine_settings){.definitions = TEST_SET,
	    .temp_dir = temp,
	    .message_size = 100 << 20,
	    .file_size = 100 << 20,
	    .scan_size = 400 << 20,
	    .files = 10000,
	    .depth = 17,
	    .scan_time_ms = 600000,
	    .cache = 65536};
}

/* Loads an engine in the place of the one before. */
static inline int
load(const struct engine_settings *settings)
{
	held_unref((struct held *)engine);
	engine = NULL;
	err.text[0] = '\0';
	return engine_load(settings, &engine, &err);
}

/* The head of a mail; parts and the end follow. */
static inline void
mail_begin(void)
{
	buf_reset(&mail);
	(void)buf_adds(&mail,
	    "Received: from x by y\nFrom: <a@example.com>\nSubject: parts\n"
	    "MIME-Version: 1.0\nContent-Type: multipart/mixed; "
	    "boundary=\"limit\"\n\n");
}

/* An attachment; its content follows. */
static inline void
mail_part(const char *name)
{
	(void)buf_addf(&mail,
	    "\n--limit\nContent-Type: application/octet-stream; name=\"%s\"\n"
	    "Content-Disposition: attachment; filename=\"%s\"\n\n",
	    name, name);
}

static inline void
mail_filler(char c, size_t n)
{
	for (; n > 0; n--)
		(void)buf_addc(&mail, n % 70 == 0 ? '\n' : c);
}

static inline void
mail_end(void)
{
	(void)buf_adds(&mail, "\n--limit--\n");
	assert_false(mail.cut);
}

/* A mail of `n` attachments, the last of which is EICAR. */
static inline void
mail_of_parts(unsigned n)
{
	char name[32];
	unsigned i;

	mail_begin();
	for (i = 0; i + 1 < n; i++) {
		(void)snprintf(name, sizeof(name), "part%u.bin", i);
		mail_part(name);
		(void)buf_addf(&mail, "This is number %u.", i);
	}
	mail_part("eicar.com");
	(void)buf_adds(&mail, EICAR);
	mail_end();
}

/* Lowers a limit of the process; gives back what it was. */
static inline rlim_t
lower(int resource, rlim_t to)
{
	struct rlimit limit;
	rlim_t before;

	assert_int_equal(getrlimit((__rlimit_resource_t)resource, &limit), 0);
	before = limit.rlim_cur;
	limit.rlim_cur = to;
	assert_int_equal(setrlimit((__rlimit_resource_t)resource, &limit), 0);
	return before;
}

static inline void
remove_scratch(void)
{
	char command[64];

	(void)snprintf(command, sizeof(command), "rm -rf %s", scratch);
	assert_int_equal(system(command), 0);
}

static inline int
rig_set_up(void **state)
{
	(void)state;
	(void)snprintf(scratch, sizeof(scratch), "/tmp/cgpward-test.XXXXXX");
	if (mkdtemp(scratch) == NULL || chmod(scratch, 0755) == -1)
		return -1;
	(void)snprintf(temp, sizeof(temp), "%s/temp", scratch);
	(void)snprintf(defs, sizeof(defs), "%s/defs", scratch);
	buf_init(&mail, RIG_MAIL_MAX);
	return mkdir(temp, 0700) == 0 && mkdir(defs, 0755) == 0 ? 0 : -1;
}

static inline int
rig_tear_down(void **state)
{
	(void)state;
	held_unref((struct held *)engine);
	engine = NULL;
	buf_fini(&mail);
	remove_scratch();
	return 0;
}

#endif
