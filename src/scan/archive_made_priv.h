/*
 * What the tests of the archive reader share: archives that
 * scripts/make-archives makes once for each program, and a sink that counts.
 */
#ifndef ARCHIVE_MADE_PRIV_H
#define ARCHIVE_MADE_PRIV_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive_walk.h"
#include "mem.h"
#include "test.h"

enum { FILE_SIZE_MAX = 16 * 1024 * 1024, PATHS_MAX = 256 };

static char folder[] = "/tmp/test_archive_XXXXXX";
static uint64_t fake_ms;
static uint64_t tick_ms; /* how far each look at the clock moves it */

struct file {
	unsigned char *data;
	size_t len;
};

static struct file eicar, clam;
static struct file key; /* the password of the locked ones */

/* What a walk handed out. */
struct seen {
	unsigned leaves, payloads, facts;
	unsigned classes[CLASS_COUNT];
	char first_fact[200], where[2000], name[200];
	unsigned depth;
	unsigned stop_after; /* leaves; 0: never */
	size_t longest;
};

static inline uint64_t
now_ms(void)
{
	fake_ms += tick_ms;
	return fake_ms;
}

static inline struct file
read_file(const char *path)
{
	struct file f = {mem_zalloc(FILE_SIZE_MAX, 1), 0};
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	f.len = fread(f.data, 1, FILE_SIZE_MAX, in);
	(void)fclose(in);
	f.data = mem_resize(f.data, f.len, 1);
	return f;
}

static inline bool
is_payload(const struct part *part, const struct file *f)
{
	return part->len == f->len && memcmp(part->data, f->data, f->len) == 0;
}

static inline bool
see_leaf(void *arg, const struct part *part)
{
	struct seen *s = arg;

	assert_int_equal(part->kind, PART_MEMBER);
	assert_non_null(part->data);
	s->leaves++;
	if (part->len > s->longest)
		s->longest = part->len;
	if (is_payload(part, &eicar) || is_payload(part, &clam)) {
		s->payloads++;
		s->depth = part->depth;
		(void)snprintf(s->where, sizeof(s->where), "%s", part->where);
		(void)snprintf(s->name, sizeof(s->name), "%s",
		    part->name != NULL ? part->name : "");
	}
	return s->leaves != s->stop_after;
}

static inline void
see_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	struct seen *s = arg;

	assert_non_null(where);
	if (s->facts++ == 0)
		(void)snprintf(
		    s->first_fact, sizeof(s->first_fact), "%s", name);
	s->classes[class]++;
}

static inline struct budget
whole_budget(void)
{
	return (struct budget){
	    .bytes_max = 400 << 20,
	    .file_max = 100 << 20,
	    .files_max = 10000,
	    .depth_max = 17,
	    .now_ms = now_ms,
	};
}

static inline struct passwords *
give_passwords(void *arg)
{
	return arg;
}

static inline struct seen
walk_with(const struct file *f, struct budget *b, struct passwords *p)
{
	struct seen s = {0};
	struct part_sink sink = {.arg = &s, .leaf = see_leaf, .fact = see_fact};
	struct archive_env env = {.budget = b,
	    .sink = &sink,
	    .passwords = give_passwords,
	    .passwords_arg = p};
	struct archive_in in = {f->data, f->len, "mail/it.zst", "it.zst", 1};

	(void)archive_walk(&in, &env);
	return s;
}

static inline struct seen
walk(const struct file *f)
{
	struct budget b = whole_budget();

	return walk_with(f, &b, NULL);
}

static inline struct file
made(const char *path)
{
	char full[200];

	(void)snprintf(full, sizeof(full), "%s/%s", folder, path);
	return read_file(full);
}

/* The regular files of a folder, sorted by nothing. */
static inline size_t
list(const char *sub, char *paths[PATHS_MAX])
{
	char full[200];
	struct dirent *e;
	size_t n = 0;
	DIR *d;

	(void)snprintf(full, sizeof(full), "%s/%s", folder, sub);
	d = opendir(full);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && n < PATHS_MAX)
			paths[n++] = mem_printf("%s/%s", sub, e->d_name);
	(void)closedir(d);
	return n;
}

static inline void
for_each(
    const char *sub, size_t least, void (*check)(const char *, struct file *))
{
	char *paths[PATHS_MAX];
	size_t n = list(sub, paths), i;
	struct file f;

	assert_true(n >= least);
	for (i = 0; i < n; i++) {
		f = made(paths[i]);
		check(paths[i], &f);
		free(f.data);
		free(paths[i]);
	}
}

static inline int
made_setup(void **state)
{
	char *command;

	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	command = mem_printf("sh scripts/make-archives %s", folder);
	if (system(command) != 0)
		return -1;
	free(command);
	clam = read_file("/usr/share/clamav-testfiles/clam.exe");
	eicar = made("ours/eicar.a");
	/* behind the archive's and the member's header */
	memmove(eicar.data, eicar.data + 68, 68);
	eicar.len = 68;
	key = made("password");
	return memcmp(eicar.data, "X5O!P%@AP", 9) == 0 ? 0 : -1;
}

static inline int
made_teardown(void **state)
{
	char *command = mem_printf("rm -rf %s", folder);
	int code = system(command);

	(void)state;
	free(command);
	free(eicar.data);
	free(clam.data);
	free(key.data);
	return code;
}

#endif
