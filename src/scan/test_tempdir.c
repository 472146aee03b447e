/* The temporary folder: its life, its proof, and what others left behind. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tempdir.h"
#include "test.h"

enum { PATH_SIZE = 256 };

static char parent[32];
static struct tempdir *dir;
static struct err err;

static void
path_of(char path[PATH_SIZE], const char *folder, const char *name)
{
	assert_true(
	    snprintf(path, PATH_SIZE, "%s/%s", folder, name) < PATH_SIZE);
}

static void
make_file(const char *folder, const char *name)
{
	char path[PATH_SIZE];
	int fd;

	path_of(path, folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd != -1);
	(void)close(fd);
}

static bool
exists(const char *folder, const char *name)
{
	char path[PATH_SIZE];

	path_of(path, folder, name);
	return access(path, F_OK) == 0;
}

static unsigned
entries(const char *folder)
{
	DIR *d = opendir(folder);
	unsigned n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n - 2;
}

static int
set_up(void **state)
{
	(void)state;
	(void)snprintf(parent, sizeof(parent), "/tmp/cgpward-test.XXXXXX");
	return mkdtemp(parent) != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	char command[64];

	(void)state;
	tempdir_close(&dir);
	(void)snprintf(command, sizeof(command), "rm -rf %s", parent);
	return system(command);
}

static void
it_is_private_and_goes_with_its_owner(void **state)
{
	struct stat st;
	char path[PATH_SIZE];

	(void)state;
	assert_int_equal(tempdir_open(parent, &dir, &err), 0);
	(void)snprintf(path, sizeof(path), "%s", tempdir_path(dir));
	assert_int_equal(strncmp(path, parent, strlen(parent)), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_true(tempdir_usable(dir));
	make_file(path, "left-by-the-engine");
	path_of(path, tempdir_path(dir), "folder");
	assert_int_equal(mkdir(path, 0700), 0);
	make_file(path, "inner");
	tempdir_close(&dir);
	assert_null(dir);
	assert_int_equal(entries(parent), 0);
	tempdir_close(&dir);
}

static void
the_best_place_is_memory(void **state)
{
	(void)state;
	assert_int_equal(tempdir_open("auto", &dir, &err), 0);
	assert_int_equal(tempdir_on_tmpfs(dir),
	    strncmp(tempdir_path(dir), "/dev/shm/", 9) == 0);
}

static void
no_place_is_an_error(void **state)
{
	char missing[PATH_SIZE];

	(void)state;
	path_of(missing, parent, "missing");
	assert_int_equal(tempdir_open(missing, &dir, &err), -1);
	assert_null(dir);
	assert_non_null(strstr(err.text, missing));
	assert_non_null(strstr(err.text, "No such file or directory"));
	make_file(parent, "file");
	path_of(missing, parent, "file");
	assert_int_equal(tempdir_open(missing, &dir, &err), -1);
	assert_non_null(strstr(err.text, "Not a directory"));
}

/* The limit of a file's size stands for a full disk. */
static int
probe_with_room_for(rlim_t bytes)
{
	struct rlimit limit, less;
	int rc;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	less = limit;
	less.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
	rc = tempdir_probe(dir, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	return rc;
}

static void
a_full_disk_is_noticed_and_forgiven(void **state)
{
	unsigned before;

	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(tempdir_open(parent, &dir, &err), 0);
	before = entries(tempdir_path(dir));
	assert_int_equal(probe_with_room_for(0), -1);
	assert_false(tempdir_usable(dir));
	assert_non_null(strstr(err.text, "cannot write"));
	assert_int_equal(probe_with_room_for(1 << 20), 0);
	assert_true(tempdir_usable(dir));
	/* Room for a bit is not enough. */
	assert_int_equal(probe_with_room_for(60000), -1);
	assert_false(tempdir_usable(dir));
	assert_int_equal(tempdir_probe(dir, &err), 0);
	assert_true(tempdir_usable(dir));
	assert_int_equal(entries(tempdir_path(dir)), before);
}

static void
a_folder_that_vanished_comes_back(void **state)
{
	char command[PATH_SIZE], path[PATH_SIZE];

	(void)state;
	assert_int_equal(tempdir_open(parent, &dir, &err), 0);
	(void)snprintf(path, sizeof(path), "%s", tempdir_path(dir));
	(void)snprintf(command, sizeof(command), "rm -rf %.200s", path);
	assert_int_equal(system(command), 0);
	assert_int_equal(tempdir_probe(dir, &err), 0);
	assert_true(tempdir_usable(dir));
	assert_int_equal(access(path, F_OK), 0);
	/* It is locked again. */
	assert_true(exists(path, "lock"));
	tempdir_close(&dir);
	assert_int_equal(entries(parent), 0);
}

/* Neither folder nor parent: that cannot be repaired here. */
static void
a_place_that_vanished_is_noticed(void **state)
{
	char command[64];

	(void)state;
	assert_int_equal(tempdir_open(parent, &dir, &err), 0);
	(void)snprintf(command, sizeof(command), "rm -rf %s", parent);
	assert_int_equal(system(command), 0);
	assert_int_equal(tempdir_probe(dir, &err), -1);
	assert_false(tempdir_usable(dir));
	assert_non_null(strstr(err.text, "cannot create"));
	assert_int_equal(mkdir(parent, 0700), 0);
	assert_int_equal(tempdir_probe(dir, &err), 0);
	assert_true(tempdir_usable(dir));
}

static void
stale_folders_go_and_others_stay(void **state)
{
	char path[PATH_SIZE], lock[PATH_SIZE];
	int fd;

	(void)state;
	path_of(path, parent, "cgpward-stale1");
	assert_int_equal(mkdir(path, 0700), 0);
	make_file(path, "lock");
	make_file(path, "clamav-1.tmp");
	path_of(path, parent, "cgpward-used01");
	assert_int_equal(mkdir(path, 0700), 0);
	path_of(lock, path, "lock");
	fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	path_of(path, parent, "cgpward-empty1");
	assert_int_equal(mkdir(path, 0700), 0);
	path_of(path, parent, "cgpward-1.0.10");
	assert_int_equal(mkdir(path, 0700), 0);
	make_file(path, "Makefile");
	path_of(path, parent, "other");
	assert_int_equal(mkdir(path, 0700), 0);
	make_file(parent, "cgpward-file");
	path_of(path, parent, "cgpward-link");
	assert_int_equal(symlink("other", path), 0);
	assert_int_equal(tempdir_open(parent, &dir, &err), 0);
	assert_false(exists(parent, "cgpward-stale1"));
	assert_false(exists(parent, "cgpward-empty1"));
	assert_true(exists(parent, "cgpward-used01"));
	assert_true(exists(parent, "cgpward-1.0.10/Makefile"));
	assert_true(exists(parent, "other"));
	assert_true(exists(parent, "cgpward-file"));
	assert_true(exists(parent, "cgpward-link"));
	(void)close(fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_is_private_and_goes_with_its_owner),
	    TEST(the_best_place_is_memory),
	    TEST(no_place_is_an_error),
	    TEST(a_full_disk_is_noticed_and_forgiven),
	    TEST(a_folder_that_vanished_comes_back),
	    TEST(a_place_that_vanished_is_noticed),
	    TEST(stale_folders_go_and_others_stay),
	};

	return RUN_TESTS(tests);
}
