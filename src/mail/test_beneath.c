/* Paths that stay beneath the current folder, by the kernel and without it. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beneath_priv.h"
#include "test.h"

enum { FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

typedef int opener(const char *path, int flags);

static char top[] = "/tmp/cgpward-test.XXXXXX";
static char inside[PATH_MAX]; /* an absolute path to a file of the base */

/* What opening it comes to: without following a last link, and with. */
static const struct {
	const char *path;
	int strict, lax;
} cases[] = {
    {"Queue/1.msg", 0, 0},
    {"./Queue//1.msg", 0, 0},
    {"Queue/sub/../1.msg", 0, 0},
    {"Queue/sub/../../Queue/1.msg", 0, 0},
    {"Queue", 0, 0},
    {"Queue/", 0, 0},
    {"Queue/..", 0, 0},
    {".", 0, 0},
    {"Queue/fifo", 0, 0},
    /* Links that stay inside. */
    {"q/1.msg", 0, 0},
    {"q/", 0, 0},
    {"q/../Queue/1.msg", 0, 0},
    {"Queue/up/1.msg", 0, 0},
    {"q", ELOOP, 0},
    {"Queue/link.msg", ELOOP, 0},
    {"q/link.msg", ELOOP, 0},
    {"c40/1.msg", 0, 0},
    {"c41/1.msg", ELOOP, ELOOP},
    {"loop", ELOOP, ELOOP},
    {"loop/1.msg", ELOOP, ELOOP},
    /* What leads outside, although some of it comes back. */
    {"..", EXDEV, EXDEV},
    {"../other/secret.msg", EXDEV, EXDEV},
    {"Queue/../../other/secret.msg", EXDEV, EXDEV},
    {"Queue/../../base/Queue/1.msg", EXDEV, EXDEV},
    {"Queue/out/secret.msg", EXDEV, EXDEV},
    {"Queue/out/../base/Queue/1.msg", EXDEV, EXDEV},
    {"Queue/out", ELOOP, EXDEV},
    {"Queue/abs/1.msg", EXDEV, EXDEV},
    {"Queue/abs", ELOOP, EXDEV},
    {"Queue/up/../../other/secret.msg", EXDEV, EXDEV},
    {inside, EXDEV, EXDEV},
    {"/etc/passwd", EXDEV, EXDEV},
    {"/", EXDEV, EXDEV},
    /* What is not there. */
    {"", ENOENT, ENOENT},
    {"none", ENOENT, ENOENT},
    {"none/1.msg", ENOENT, ENOENT},
    {"Queue/gone/1.msg", ENOENT, ENOENT},
    {"Queue/1.msg/", ENOTDIR, ENOTDIR},
    {"Queue/1.msg/2.msg", ENOTDIR, ENOTDIR},
    {"Queue/link.msg/2.msg", ENOTDIR, ENOTDIR},
};

static void
make_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_int_not_equal(fd, -1);
	assert_int_equal(close(fd), 0);
}

static int
set_up(void **state)
{
	char name[16], target[16];
	int i;

	(void)state;
	if (mkdtemp(top) == NULL || chdir(top) == -1)
		return -1;
	assert_int_equal(mkdir("other", 0700), 0);
	make_file("other/secret.msg");
	assert_int_equal(mkdir("base", 0700), 0);
	assert_int_equal(chdir("base"), 0);
	assert_int_equal(mkdir("Queue", 0700), 0);
	assert_int_equal(mkdir("Queue/sub", 0700), 0);
	make_file("Queue/1.msg");
	assert_int_equal(mkfifo("Queue/fifo", 0600), 0);
	(void)snprintf(inside, sizeof(inside), "%s/base/Queue/1.msg", top);
	assert_int_equal(symlink("Queue", "q"), 0);
	assert_int_equal(symlink("../Queue", "Queue/up"), 0);
	assert_int_equal(symlink("sub/../1.msg", "Queue/link.msg"), 0);
	assert_int_equal(symlink("../../other", "Queue/out"), 0);
	assert_int_equal(symlink(top, "Queue/abs"), 0);
	assert_int_equal(symlink("nowhere", "Queue/gone"), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("Queue", "c1"), 0);
	for (i = 1; i <= BENEATH_LINKS_MAX; i++) {
		(void)snprintf(target, sizeof(target), "c%d", i);
		(void)snprintf(name, sizeof(name), "c%d", i + 1);
		assert_int_equal(symlink(target, name), 0);
	}
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int
tear_down(void **state)
{
	(void)state;
	return chdir("/") == -1
		   ? -1
		   : nftw(top, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* What was opened is what the path names. */
static bool
is_the_file(int fd, const char *path)
{
	struct stat have, want;

	return fstat(fd, &have) == 0 && stat(path, &want) == 0 &&
	       have.st_dev == want.st_dev && have.st_ino == want.st_ino;
}

static void
expect(opener *by, const char *path, int flags, int code)
{
	int fd = by(path, FLAGS | flags), saved = errno;

	if (fd == -1 ? saved != code : code != 0 || !is_the_file(fd, path))
		fail_msg("%s: %s instead of %s", path,
		    fd == -1 ? strerror(saved) : "opened",
		    code != 0 ? strerror(code) : "the file");
	if (fd != -1)
		(void)close(fd);
}

static void
all_cases(opener *by)
{
	int before = dup(0), after;
	size_t i;

	(void)close(before);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		expect(by, cases[i].path, O_NOFOLLOW, cases[i].strict);
		expect(by, cases[i].path, 0, cases[i].lax);
	}
	after = dup(0);
	(void)close(after);
	assert_int_equal(after, before); /* no descriptor is left */
}

static void
the_kernel_stays_beneath(void **state)
{
	(void)state;
	all_cases(beneath_open);
}

static void
the_walk_stays_beneath(void **state)
{
	(void)state;
	all_cases(beneath_walk);
}

static void
long_paths_are_refused(void **state)
{
	opener *const ways[] = {beneath_open, beneath_walk};
	char path[PATH_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		memset(path, 'x', sizeof(path));
		path[NAME_MAX + 1] = '\0';
		expect(ways[i], path, 0, ENAMETOOLONG);
		memset(path, '/', sizeof(path));
		path[0] = '.';
		path[PATH_MAX] = '\0';
		expect(ways[i], path, 0, ENAMETOOLONG);
		path[PATH_MAX - 1] = '\0';
		expect(ways[i], path, 0, 0);
	}
}

/* A link's target and the rest behind it are too long together. */
static void
a_path_that_grows_too_long_is_refused(void **state)
{
	char path[PATH_MAX];

	(void)state;
	memset(path, '/', sizeof(path));
	path[0] = 'q';
	path[PATH_MAX - 1] = '\0';
	expect(beneath_walk, path, 0, ENAMETOOLONG);
	path[PATH_MAX - 5] = '\0';
	expect(beneath_walk, path, 0, 0);
}

static void
deep_paths_are_refused(void **state)
{
	char path[2 * BENEATH_DEPTH_MAX + 3] = "";
	size_t len = 0;

	(void)state;
	assert_int_equal(chdir("Queue/sub"), 0);
	while (len < 2 * BENEATH_DEPTH_MAX) {
		memcpy(path + len, "d/", 3);
		assert_int_equal(mkdir(path, 0700), 0);
		expect(beneath_walk, path, 0, 0);
		len += 2;
	}
	memcpy(path + len, "d/", 3);
	assert_int_equal(mkdir(path, 0700), 0);
	expect(beneath_walk, path, 0, ENAMETOOLONG);
	assert_int_equal(chdir("../.."), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_kernel_stays_beneath),
	    cmocka_unit_test(the_walk_stays_beneath),
	    cmocka_unit_test(long_paths_are_refused),
	    cmocka_unit_test(a_path_that_grows_too_long_is_refused),
	    cmocka_unit_test(deep_paths_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
