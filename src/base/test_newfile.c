/* Files that appear whole, and folders that others can write. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "newfile.h"
#include "test.h"

static char folder[] = "/tmp/cgpward-newfile.XXXXXX";
static int fd = -1;

static int
set_up(void **state)
{
	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	memcpy(strchr(folder, '.') + 1, "XXXXXX", 7);
	if (mkdtemp(folder) == NULL)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY);
	return fd == -1 ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	(void)unlinkat(fd, "f", 0);
	(void)unlinkat(fd, "sub", AT_REMOVEDIR);
	(void)unlinkat(fd, "link", 0);
	(void)close(fd);
	return rmdir(folder); /* fails when anything was left behind */
}

static void
assert_content(const char *name, const char *want)
{
	char got[64] = "";
	int in = openat(fd, name, O_RDONLY);

	assert_int_not_equal(in, -1);
	assert_int_equal(read(in, got, sizeof(got) - 1), strlen(want));
	assert_string_equal(got, want);
	(void)close(in);
}

static void
a_file_appears_when_it_is_complete(void **state)
{
	struct newfile f;
	struct stat st;
	struct err e;

	(void)state;
	assert_int_equal(newfile_open(&f, fd, "f.tmp", "f", &e), 0);
	assert_int_equal(newfile_add(&f, "some", 4, &e), 0);
	assert_int_equal(faccessat(fd, "f", F_OK, 0), -1);
	assert_int_equal(newfile_add(&f, " text", 5, &e), 0);
	assert_int_equal(newfile_commit(&f, true, &e), 0);
	assert_content("f", "some text");
	assert_int_equal(faccessat(fd, "f.tmp", F_OK, 0), -1);
	assert_int_equal(fstatat(fd, "f", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	newfile_drop(&f);
	assert_content("f", "some text");
}

static void
a_name_is_taken_once(void **state)
{
	struct newfile_whole w = {fd, "f.tmp", "f", "one", 3};
	struct newfile f;
	struct err e;

	(void)state;
	assert_int_equal(newfile_write(&w, &e), 0);
	assert_int_equal(newfile_open(&f, fd, "f.tmp", "f", &e), 0);
	assert_int_equal(newfile_commit(&f, true, &e), -1);
	assert_non_null(strstr(e.text, strerror(EEXIST)));
	assert_content("f", "one");
	w.data = "two";
	assert_int_equal(newfile_write(&w, &e), 0);
	assert_content("f", "two");
}

static void
a_name_of_somebody_else_is_not_written_to(void **state)
{
	struct newfile f;
	struct err e;

	(void)state;
	assert_int_equal(symlinkat("f", fd, "link"), 0);
	assert_int_equal(newfile_open(&f, fd, "link", "f", &e), -1);
	assert_int_equal(faccessat(fd, "f", F_OK, 0), -1);
}

static void
what_cannot_be_written_leaves_nothing(void **state)
{
	struct rlimit before, small;
	struct newfile_whole w = {fd, "f.tmp", "f", "0123456789", 10};
	struct err e;
	int rc;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){4, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	rc = newfile_write(&w, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(rc, -1);
	assert_non_null(strstr(e.text, "f.tmp: cannot be written"));
	assert_int_equal(faccessat(fd, "f", F_OK, 0), -1);
	assert_int_equal(faccessat(fd, "f.tmp", F_OK, 0), -1);
}

static void
a_crash_does_not_block_the_next_writer(void **state)
{
	struct newfile_whole w = {fd, "f.tmp", "f", "one", 3};
	struct err e;
	int left = openat(fd, "f.tmp", O_WRONLY | O_CREAT, 0600);

	(void)state;
	assert_int_equal(write(left, "longer than one", 15), 15);
	(void)close(left);
	assert_int_equal(newfile_write(&w, &e), 0);
	assert_content("f", "one");
}

static int
open_sub(bool make, struct err *e)
{
	struct newfile_folder f = {fd, "sub", make, true};
	int sub = -1, rc = newfile_folder(&f, &sub, e);

	assert_int_equal(rc == 0, sub != -1);
	if (sub != -1)
		(void)close(sub);
	return rc;
}

static void
folders_are_private(void **state)
{
	struct stat st;
	struct err e;

	(void)state;
	assert_int_equal(open_sub(false, &e), -1);
	assert_int_equal(open_sub(true, &e), 0);
	assert_int_equal(fstatat(fd, "sub", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(open_sub(false, &e), 0);
	assert_int_equal(fchmodat(fd, "sub", 0755, 0), 0);
	assert_int_equal(open_sub(false, &e), 0);
	assert_int_equal(fchmodat(fd, "sub", 0720, 0), 0);
	assert_int_equal(open_sub(true, &e), -1);
	assert_int_equal(fchmodat(fd, "sub", 0702, 0), 0);
	assert_int_equal(open_sub(true, &e), -1);
	assert_non_null(strstr(e.text, "others may write there"));
}

static void
links_are_no_folders(void **state)
{
	struct newfile_folder f = {fd, "link", true, true};
	struct err e;
	int sub;

	(void)state;
	assert_int_equal(symlinkat("/", fd, "link"), 0);
	assert_int_equal(newfile_folder(&f, &sub, &e), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_file_appears_when_it_is_complete),
	    TEST(a_name_is_taken_once),
	    TEST(a_name_of_somebody_else_is_not_written_to),
	    TEST(what_cannot_be_written_leaves_nothing),
	    TEST(a_crash_does_not_block_the_next_writer),
	    TEST(folders_are_private),
	    TEST(links_are_no_folders),
	};

	return RUN_TESTS(tests);
}
