/* Folders that nobody else may write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "test.h"

static char dir[64], path[80];
static struct err err;

static int
make_folder(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/folder-XXXXXX");
	(void)snprintf(path, sizeof(path), "%s/run", mkdtemp(dir));
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)rmdir(path);
	(void)unlink(path);
	return rmdir(dir);
}

static void
a_missing_one_is_made(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(folder_private(path, &err), FOLDER_GOOD);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(folder_private(path, &err), FOLDER_GOOD);
}

static void
one_that_others_write_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(folder_private(path, &err), FOLDER_OPEN);
	assert_non_null(strstr(err.text, "/run may be written by every user"));
	assert_int_equal(chmod(path, 01777), 0);
	assert_int_equal(folder_private(path, &err), FOLDER_OPEN);
	assert_int_equal(chmod(path, 0770), 0);
	assert_int_equal(folder_private(path, &err), FOLDER_GOOD);
}

/* Only root can give a folder away. */
static void
one_of_somebody_else_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir(path, 0700), 0);
	if (chown(path, 4711, 4711) == -1)
		return;
	assert_int_equal(folder_private(path, &err), FOLDER_OPEN);
	assert_non_null(strstr(err.text, "/run belongs to the user 4711"));
}

static void
what_is_no_folder_is_missing(void **state)
{
	FILE *f = fopen(path, "w");

	(void)state;
	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(folder_private(path, &err), FOLDER_MISSING);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(
	    folder_private("/nonexistent/run", &err), FOLDER_MISSING);
	assert_string_equal(err.text,
	    "/nonexistent/run cannot be made: No such file or directory");
}

int
main(void)
{
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
	    TEST(a_missing_one_is_made),
	    TEST(one_that_others_write_is_refused),
	    TEST(one_of_somebody_else_is_refused),
	    TEST(what_is_no_folder_is_missing),
	};

	return RUN_TESTS(tests);
}
