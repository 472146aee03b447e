/*
 * Every format of ClamAV's own test files, under every shortage: what is in
 * them is found, or the scan fails. Never are they clean.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

#include "engine_rig_priv.h"
#include "trap_priv.h"

#define TEST_FILES "/usr/share/clamav-testfiles"

enum { FILE_MAX = 300000, FILES_MIN = 30, DESCRIPTORS = 8 };

static char data[FILE_MAX];
static size_t len;

static void
count(void *arg, const char *name, const char *where)
{
	(void)where;
	*(int *)arg += strncmp(name, "ClamAV-Test-File", 16) == 0;
}

static int
scan(int *matches_r)
{
	const struct engine_looks looks = {.archives = true};
	const struct engine_bytes bytes = {data, len, "file"};
	const struct engine_sink sink = {.arg = matches_r, .match = count};

	*matches_r = 0;
	return engine_scan(engine, &bytes, &looks, &sink, &err);
}

/* Reads a file; false when it is too large to be scanned again and again. */
static bool
read_test_file(const char *name)
{
	char path[512];
	FILE *f;

	(void)snprintf(path, sizeof(path), TEST_FILES "/%s", name);
	f = fopen(path, "r");
	assert_non_null(f);
	len = fread(data, 1, sizeof(data), f);
	(void)fclose(f);
	return len < sizeof(data);
}

static int
scan_short_of(int resource, rlim_t limit, const char *name)
{
	rlim_t before = lower(resource, limit);
	int matches, rc = scan(&matches);

	(void)lower(resource, before);
	if (rc == 0 && matches == 0)
		print_message(
		    "%s is clean with %lu\n", name, (unsigned long)limit);
	assert_true(rc == -1 || matches > 0);
	return rc;
}

typedef int one_file(const char *name);

static void
each_file(one_file *run)
{
	DIR *dir = opendir(TEST_FILES);
	struct dirent *entry;
	int files = 0, matches, failed = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' || !read_test_file(entry->d_name))
			continue;
		files++;
		failed += run(entry->d_name);
		assert_int_equal(scan(&matches), 0);
		assert_true(matches > 0);
	}
	(void)closedir(dir);
	assert_true(files >= FILES_MIN);
	assert_true(failed >= FILES_MIN);
}

static int
with_few_descriptors(const char *name)
{
	int used = dup(0), more, failed = 0;

	(void)close(used);
	for (more = 0; more < DESCRIPTORS; more++)
		failed += scan_short_of(RLIMIT_NOFILE,
			      (rlim_t)used + (rlim_t)more, name) == -1;
	return failed;
}

static void
no_file_is_clean_without_descriptors(void **state)
{
	(void)state;
	each_file(with_few_descriptors);
}

static int
with_little_room(const char *name)
{
	static const rlim_t rooms[] = {0, 1, 100, 300, 500, 543, 1000, 4096};
	int failed = 0;
	size_t i;

	for (i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
		failed += scan_short_of(RLIMIT_FSIZE, rooms[i], name) == -1;
	return failed;
}

static void
no_file_is_clean_without_room(void **state)
{
	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	each_file(with_little_room);
}

static int
without_folder(const char *name)
{
	int matches, rc;

	assert_int_equal(rmdir(temp), 0);
	rc = scan(&matches);
	assert_int_equal(mkdir(temp, 0700), 0);
	if (rc == 0 && matches == 0)
		print_message("%s is clean without a folder\n", name);
	assert_true(rc == -1 || matches > 0);
	return rc == -1;
}

static void
no_file_is_clean_without_a_folder(void **state)
{
	(void)state;
	each_file(without_folder);
}

static struct trap trap;

/* What fails now is the first failure of a new trap. */
static void
assert_noted(bool failed, const char *text)
{
	assert_true(failed);
	assert_string_equal(trap.first, text);
	trap = (struct trap){0};
}

#define UNWRITTEN "cannot write a temporary file: "

static void
each_call_is_watched(void **state)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	FILE *file = fdopen(dup(full), "w"), *other = fopen("/dev/full", "w");
	char c = 'c';

	(void)state;
	assert_true(file != NULL && other != NULL);
	trap_set(&trap);
	assert_noted(open64("/dev/null/x", O_RDONLY) == -1,
	    "cannot open /dev/null/x: Not a directory");
	assert_noted(open64("/nonexistent/x", O_WRONLY | O_CREAT, 0600) == -1,
	    "cannot open /nonexistent/x: No such file or directory");
	assert_noted(read(full, &c, 1) == -1,
	    "cannot read a temporary file: Bad file descriptor");
	assert_noted(pread64(full, &c, 1, 0) == -1,
	    "cannot read a temporary file: Bad file descriptor");
	assert_noted(
	    write(full, &c, 1) == -1, UNWRITTEN "No space left on device");
	assert_noted(ftruncate64(9999, 0) == -1,
	    "cannot empty a temporary file: Bad file descriptor");
	assert_noted(mkdir("/nonexistent/x", 0700) == -1,
	    "cannot make the folder /nonexistent/x: No such file or directory");
	assert_noted(dup(9999) == -1,
	    "cannot use a temporary file: Bad file descriptor");
	assert_noted(opendir("/dev/null") == NULL,
	    "cannot open the folder /dev/null: Not a directory");
	assert_noted(fopen64("/nonexistent/x", "w") == NULL,
	    "cannot open /nonexistent/x: No such file or directory");
	(void)fputc(c, file);
	assert_noted(fflush(file) == EOF, UNWRITTEN "No space left on device");
	(void)setvbuf(file, NULL, _IONBF, 0);
	assert_noted(
	    fwrite(&c, 1, 1, file) == 0, UNWRITTEN "No space left on device");
	(void)fputc(c, other);
	assert_noted(fclose(other) == EOF, UNWRITTEN "No space left on device");
	trap_set(NULL);
	(void)fclose(file);
	(void)close(full);
}

/* That a file or a folder is not there, or is there, may be an answer. */
static void
answers_are_no_failures(void **state)
{
	(void)state;
	trap_set(&trap);
	assert_int_equal(open64("/nonexistent", O_RDONLY), -1);
	assert_null(fopen64("/nonexistent", "r"));
	assert_null(opendir("/nonexistent"));
	assert_int_equal(mkdir("/tmp", 0700), -1);
	assert_int_equal(dup(-1), -1);
	trap_set(NULL);
	assert_string_equal(trap.first, "");
}

/* How many pages of a new mapping are there before they are touched. */
static int
pages_there(size_t size)
{
	unsigned char there[9 << 8];
	int n = 0;
	size_t i, pages = size / (size_t)sysconf(_SC_PAGESIZE);
	void *memory = mmap64(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(memory, MAP_FAILED);
	assert_true(pages <= sizeof(there));
	assert_int_equal(mincore(memory, size, there), 0);
	for (i = 0; i < pages; i++)
		n += there[i] & 1;
	assert_int_equal(munmap(memory, size), 0);
	return n;
}

static void
pages_for_small_files_are_made_at_once(void **state)
{
	struct trap t = {0};

	(void)state;
	assert_int_equal(pages_there(131072), 0);
	trap_set(&t);
	assert_int_equal(pages_there(131072), 131072 / sysconf(_SC_PAGESIZE));
	assert_int_equal(pages_there(9 << 20), 0);
	assert_ptr_equal(mmap64(NULL, SIZE_MAX / 2, PROT_READ,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	    MAP_FAILED);
	trap_set(NULL);
	assert_non_null(strstr(t.first, "no memory for a temporary file"));
}

static char *
map_page(void)
{
	char *map = mmap64(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(map, MAP_FAILED);
	return map;
}

/* Nothing of one file is left for the next; without a trap nothing is kept. */
static void
memory_for_small_files_is_used_again(void **state)
{
	struct trap t = {0};
	char *first, *second;

	(void)state;
	trap_set(&t);
	first = map_page();
	first[0] = first[4095] = 'x';
	second = map_page();
	assert_ptr_not_equal(first, second);
	assert_int_equal(munmap(first, 4096), 0);
	assert_ptr_equal(map_page(), first);
	assert_int_equal(first[0] | first[4095], 0);
	assert_int_equal(munmap(first, 4096), 0);
	trap_set(NULL);
	second[0] = 'y';
	assert_int_equal(munmap(second, 4096), 0);
	second = map_page();
	assert_ptr_not_equal(second, first);
	assert_int_equal(munmap(second, 4096), 0);
	assert_int_equal(mincore(second, 4096, (void *)&(char){0}), -1);
}

static void
only_the_first_failure_is_kept(void **state)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	struct trap t = {0};

	(void)state;
	trap_set(&t);
	errno = 0;
	assert_int_equal(write(fd, "x", 1), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(mkdir("/nonexistent/x", 0700), -1);
	assert_int_equal(errno, ENOENT);
	assert_string_equal(t.first, UNWRITTEN "No space left on device");
	assert_string_equal(t.file,
	    "cannot make the folder /nonexistent/x: No such file or directory");
	/* Without a trap nothing is kept. */
	trap_set(NULL);
	t = (struct trap){0};
	assert_int_equal(write(fd, "x", 1), -1);
	assert_string_equal(t.first, "");
	(void)close(fd);
}

static int
set_up(void **state)
{
	struct engine_settings s = generous();

	return rig_set_up(state) == 0 ? load(&s) : -1;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(no_file_is_clean_without_descriptors),
	    TEST(no_file_is_clean_without_room),
	    TEST(no_file_is_clean_without_a_folder),
	    TEST(each_call_is_watched),
	    TEST(answers_are_no_failures),
	    TEST(pages_for_small_files_are_made_at_once),
	    TEST(memory_for_small_files_is_used_again),
	    TEST(only_the_first_failure_is_kept),
	};

	if (engine_init(&err) == -1)
		return 1;
	return RUN_TESTS(tests);
}
