/*
 * The shipped configuration against the table of options, and the dump.
 * With the argument --write: the shipped configuration on stdout.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "option_priv.h"
#include "test.h"
#include "value_priv.h"

enum { TEXT_MAX = 1 << 20 };

static void
read_file(const char *path, struct buf *out)
{
	char some[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY);

	assert_int_not_equal(fd, -1);
	while ((n = read(fd, some, sizeof(some))) > 0)
		assert_int_equal(buf_add(out, some, (size_t)n), 0);
	(void)close(fd);
}

static void
the_shipped_file_is_the_table(void **state)
{
	struct buf want, got;

	(void)state;
	buf_init(&want, TEXT_MAX);
	buf_init(&got, TEXT_MAX);
	config_write_example(&want);
	read_file("cfg/cgpward.cfg", &got);
	if (strcmp(got.data, want.data) != 0)
		print_message("write it again: build/src/conf/test_listing "
			      "--write >cfg/cgpward.cfg\n");
	assert_string_equal(got.data, want.data);
	buf_fini(&want);
	buf_fini(&got);
}

static void
the_shipped_file_reads_as_all_defaults(void **state)
{
	struct config *c = NULL;
	struct buf errors, value;
	size_t i;

	(void)state;
	buf_init(&errors, TEXT_MAX);
	buf_init(&value, TEXT_MAX);
	assert_int_equal(config_load("cfg/cgpward.cfg", &c, &errors), 0);
	assert_string_equal(errors.data, "");
	for (i = 0; i < OPTION_COUNT; i++) {
		assert_int_not_equal(c->line[i], 0);
		buf_reset(&value);
		value_format(&option_table[i], c, &value);
		if (option_table[i].type != TYPE_PATH)
			assert_string_equal(value.data, option_table[i].dflt);
	}
	buf_fini(&errors);
	buf_fini(&value);
	config_free(&c);
}

static void
lines_fit_into_what_inih_takes(void **state)
{
	struct buf text;
	const char *s;
	size_t n;

	(void)state;
	buf_init(&text, TEXT_MAX);
	config_write_example(&text);
	for (s = text.data; *s != '\0'; s += n + 1) {
		n = strcspn(s, "\n");
		assert_true(n <= 80);
		assert_true(n == 0 || s[n - 1] != ' ');
	}
	buf_fini(&text);
}

static void
a_dump_names_every_option_and_its_origin(void **state)
{
	struct config *c = NULL;
	struct buf errors, dump;
	char dir[] = "/tmp/cgpward-test.XXXXXX", path[64], *want;
	FILE *f;

	(void)state;
	buf_init(&errors, TEXT_MAX);
	buf_init(&dump, TEXT_MAX);
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/x.cfg", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	(void)fputs("[limits]\n\ndepth = 9\n[names]\nworm = a,,b ,\n  c\n", f);
	(void)fclose(f);
	assert_int_equal(config_load(path, &c, &errors), 0);
	config_dump(c, &dump);
	assert_non_null(strstr(dump.data, "[limits]\nmessage_size = 100M ; "
					  "default\n"));
	want = mem_printf("depth = 9 ; %s:3\n", path);
	assert_non_null(strstr(dump.data, want));
	free(want);
	want = mem_printf("worm = a, b, c ; %s:5\n", path);
	assert_non_null(strstr(dump.data, want));
	free(want);
	want = mem_printf("file = %s/license.key ; default\n", dir);
	assert_non_null(strstr(dump.data, want));
	free(want);
	(void)unlink(path);
	(void)rmdir(dir);
	buf_fini(&errors);
	buf_fini(&dump);
	config_free(&c);
}

/* Counts "key = " at line starts: one for every option. */
static void
a_dump_is_complete(void **state)
{
	struct config *c = NULL;
	struct buf errors, dump;
	const char *s;
	size_t n = 0;

	(void)state;
	buf_init(&errors, TEXT_MAX);
	buf_init(&dump, TEXT_MAX);
	assert_int_equal(config_load("cfg/cgpward.cfg", &c, &errors), 0);
	config_dump(c, &dump);
	for (s = strstr(dump.data, " = "); s != NULL; s = strstr(s + 1, " = "))
		n++;
	assert_int_equal(n, OPTION_COUNT);
	assert_null(strstr(dump.data, "default"));
	buf_fini(&errors);
	buf_fini(&dump);
	config_free(&c);
}

static int
write_example(void)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	config_write_example(&text);
	(void)fputs(text.data, stdout);
	buf_fini(&text);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_shipped_file_is_the_table),
	    cmocka_unit_test(the_shipped_file_reads_as_all_defaults),
	    cmocka_unit_test(lines_fit_into_what_inih_takes),
	    cmocka_unit_test(a_dump_names_every_option_and_its_origin),
	    cmocka_unit_test(a_dump_is_complete),
	};

	if (argc > 1 && strcmp(argv[1], "--write") == 0)
		return write_example();
	return RUN_TESTS(tests);
}
