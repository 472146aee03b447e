/* Limits of control groups of both versions, in a folder like the kernel's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup_priv.h"
#include "mem.h"
#include "test.h"

static char folder[] = "/tmp/cgroup.XXXXXX";

/* A file below the folder, and what is above it. */
static void
put(const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", folder, name), *slash;
	FILE *f;

	for (slash = path + strlen(folder) + 1;
	     (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
	}
	f = fopen(path, "we");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	free(path);
}

static void
put_group(const char *group, const char *names[3], const char *texts[3])
{
	char *name;
	int i;

	for (i = 0; i < 3; i++) {
		name = mem_printf("%s/%s", group, names[i]);
		put(name, texts[i]);
		free(name);
	}
}

static const char *first[] = {
    "memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat"};
static const char *second[] = {"memory.max", "memory.current", "memory.stat"};

#define GROUP(group, version, ...)                                             \
	put_group(group, version, (const char *[3]){__VA_ARGS__})

static void
assert_left(const char *groups, uint64_t want)
{
	char *file = mem_printf("%s/self", folder);

	put("self", groups);
	assert_int_equal(cgroup_left(file, folder), want);
	free(file);
}

static int
set_up(void **state)
{
	(void)state;
	memcpy(strrchr(folder, '.'), ".XXXXXX", 7);
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	char *command = mem_printf("rm -r '%s'", folder);
	int code = system(command);

	(void)state;
	free(command);
	return code;
}

static void
the_first_version_is_read(void **state)
{
	(void)state;
	GROUP("memory", first, "9223372036854771712\n", "5000\n", "x 1\n");
	GROUP("memory/mail", first, "1000\n", "300\n",
	    "inactive_file 7\ntotal_inactive_file 0\n");
	assert_left("5:cpu:/other\n4:memory:/mail\n", 700);
	assert_left("4:cpu,memory,pids:/mail\n", 700);
	assert_left("4:memory:/\n", 9223372036854771712U - 5000);
	assert_left("4:memoryless,name=memory:/mail\n", UINT64_MAX);
}

static void
the_second_version_is_read(void **state)
{
	(void)state;
	GROUP("mail", second, "1000\n", "300\n", "inactive_file 0\n");
	GROUP("any", second, "max\n", "300\n", "inactive_file 0\n");
	GROUP("unified/both", second, "500\n", "300\n", "inactive_file 0\n");
	assert_left("0::/mail\n", 700);
	assert_left("0::/any\n", UINT64_MAX);
	assert_left("0::/both\n", 200);
}

static void
the_smallest_above_counts(void **state)
{
	(void)state;
	GROUP("a/b/c", second, "1000\n", "100\n", "");
	GROUP("a/b", second, "max\n", "100\n", "");
	GROUP("a", second, "450\n", "200\n", "");
	assert_left("0::/a/b/c\n", 250);
	GROUP("memory", first, "60\n", "20\n", "");
	GROUP("memory/a/b", first, "1000\n", "20\n", "");
	assert_left("3:memory:/a/b\n0::/a/b/c\n", 40);
}

/* File pages that the kernel drops first are no use of memory. */
static void
dropped_pages_count_as_left(void **state)
{
	(void)state;
	GROUP("a", second, "1000\n", "900\n",
	    "anon 5\ninactive_file 600\nactive_file 200\n");
	assert_left("0::/a\n", 700);
	GROUP("memory/a", first, "1000\n", "900\n",
	    "inactive_file 800\ntotal_inactive_file 500\n");
	assert_left("1:memory:/a\n", 600);
	GROUP("b", second, "1000\n", "900\n", "inactive_file 950\n");
	assert_left("0::/b\n", 1000);
	GROUP("b", second, "1000\n", "2000\n", "inactive_file 50\n");
	assert_left("0::/b\n", 0);
}

/* A container sees its own group as the top, by a path of the outside. */
static void
a_container_is_asked(void **state)
{
	(void)state;
	GROUP("memory", first, "800\n", "300\n", "");
	assert_left("4:memory:/docker/0123\n", 500);
}

static void
nothing_is_no_limit(void **state)
{
	(void)state;
	assert_left("", UINT64_MAX);
	assert_left("rubbish\n4:memory\n\n", UINT64_MAX);
	assert_left("4:memory:/mail\n0::/mail\n", UINT64_MAX);
	assert_int_equal(cgroup_left("/nonexistent", folder), UINT64_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	    CASE(the_first_version_is_read),
	    CASE(the_second_version_is_read),
	    CASE(the_smallest_above_counts),
	    CASE(dropped_pages_count_as_left),
	    CASE(a_container_is_asked),
	    CASE(nothing_is_no_limit),
	};

	return RUN_TESTS(tests);
}
