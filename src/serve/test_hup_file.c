/* The file that asks for a reload, and who tells of it. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hup_file_priv.h"
#include "test.h"

static char top[] = "/tmp/cgpward-test.XXXXXX";
static struct hup_file file;

static void
touch(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_int_not_equal(fd, -1);
	assert_int_equal(close(fd), 0);
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(top) == NULL || chdir(top) == -1)
		return -1;
	assert_int_equal(mkdir("folder", 0700), 0);
	hup_file_open(&file, "folder");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hup_file_close(&file);
	assert_int_equal(rmdir("folder"), 0);
	return chdir("/") == -1 ? -1 : rmdir(top);
}

/* Whether the kernel has something to tell by now. */
static bool
is_readable(void)
{
	struct pollfd fd = {.fd = file.fd, .events = POLLIN};

	return poll(&fd, 1, 0) == 1;
}

static void
assert_told_and_taken(void)
{
	assert_true(is_readable());
	assert_true(hup_file_told(&file));
	assert_false(is_readable());
	assert_true(hup_file_take(&file));
	assert_int_equal(access("folder/hup.sig", F_OK), -1);
	assert_false(hup_file_take(&file));
}

static void
its_appearance_is_told(void **state)
{
	(void)state;
	assert_false(hup_file_take(&file));
	assert_false(is_readable());
	touch("folder/hup.sig");
	assert_told_and_taken();
	touch("other");
	assert_int_equal(rename("other", "folder/hup.sig"), 0);
	assert_told_and_taken();
}

static void
other_files_are_not_it(void **state)
{
	(void)state;
	touch("folder/hup.sig.new");
	assert_true(is_readable());
	assert_false(hup_file_told(&file));
	assert_int_equal(rename("folder/hup.sig.new", "folder/hup.si"), 0);
	assert_false(hup_file_told(&file));
	assert_int_equal(unlink("folder/hup.si"), 0);
	/* Among others it is seen. */
	touch("folder/a");
	touch("folder/hup.sig");
	touch("folder/b");
	assert_told_and_taken();
	assert_int_equal(unlink("folder/a"), 0);
	assert_int_equal(unlink("folder/b"), 0);
}

static void
a_folder_made_anew_is_watched_again(void **state)
{
	(void)state;
	assert_int_equal(rmdir("folder"), 0);
	hup_file_watch(&file);
	assert_int_equal(mkdir("folder", 0700), 0);
	(void)hup_file_told(&file);
	hup_file_watch(&file);
	hup_file_watch(&file);
	assert_false(is_readable());
	touch("folder/hup.sig");
	assert_told_and_taken();
}

static void
one_that_cannot_be_deleted_asks_for_nothing(void **state)
{
	(void)state;
	assert_int_equal(mkdir("folder/hup.sig", 0700), 0);
	assert_true(hup_file_told(&file));
	assert_false(hup_file_take(&file));
	assert_int_equal(rmdir("folder/hup.sig"), 0);
}

static void
without_the_kernel_a_look_finds_it(void **state)
{
	struct hup_file none = {.folder = file.folder, .path = file.path};

	(void)state;
	none.fd = -1;
	hup_file_watch(&none);
	touch("folder/hup.sig");
	assert_true(hup_file_take(&none));
	assert_true(hup_file_told(&file));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(its_appearance_is_told),
	    cmocka_unit_test(other_files_are_not_it),
	    cmocka_unit_test(a_folder_made_anew_is_watched_again),
	    cmocka_unit_test(one_that_cannot_be_deleted_asks_for_nothing),
	    cmocka_unit_test(without_the_kernel_a_look_finds_it),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
