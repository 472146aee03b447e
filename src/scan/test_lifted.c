/*
 * Limits of libclamav beyond which it is silent, and that no option sets: it
 * is kept from them. Each file here is larger than libclamav's own limit.
 */
#include "archives_rig_priv.h"
#include "mime.h"
#include "scan_rig_priv.h"

enum { MIB = 1 << 20 };

static void
note_mark(void *arg, const char *name, const char *where)
{
	(void)where;
	*(bool *)arg |=
	    strncmp(name, "Test.", 5) == 0 || strncmp(name, "Eicar", 5) == 0;
}

static bool
is_searched(const void *data, size_t len)
{
	bool seen = false;
	const struct engine_looks looks = {.archives = true};
	const struct engine_bytes bytes = {data, len, "file"};
	const struct engine_sink sink = {.arg = &seen, .match = note_mark};

	assert_int_equal(engine_scan(engine, &bytes, &looks, &sink, &err), 0);
	return seen;
}

/* A file of this size that starts so, and is filled up. */
static char *
large_file(const void *start, size_t start_len, size_t len, char fill)
{
	char *file = malloc(len);

	assert_non_null(file);
	memset(file, fill, len);
	memcpy(file, start, start_len);
	return file;
}

static bool
is_searched_if_large(const char *start, size_t len)
{
	char *file = large_file(start, strlen(start), len, ' ');
	bool seen = is_searched(file, len);

	free(file);
	return seen;
}

/* A page is searched only once its text is rewritten. */
static void
a_page_is_searched(void **state)
{
	(void)state;
	load_definitions("page.ndb", "Test.Page:3:*:706167656d61726b\n");
	assert_true(
	    is_searched_if_large("<html><body><p>page</p>pagemark", 41 * MIB));
}

/* Without its tags. */
static void
text_of_a_page_is_searched(void **state)
{
	(void)state;
	load_definitions("page.ndb", "Test.Page:3:*:70616765206d61726b\n");
	assert_true(is_searched_if_large(
	    "<html><body><p>page<b>mark</b></p>", 9 * MIB));
}

/* Without large letters and more than one blank. */
static void
a_script_is_searched(void **state)
{
	(void)state;
	load_definitions(
	    "script.ndb", "Test.Script:7:*:7363726970746d61726b\n");
	assert_true(
	    is_searched_if_large("#!/bin/sh\necho ScriptMark\n", 21 * MIB));
}

/* A program in the middle of a document; a signature of programs finds it. */
static void
a_program_in_the_middle_is_searched(void **state)
{
	const size_t len = 41 * MIB;
	char *doc = large_file("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, len, 0);
	FILE *in = fopen("/usr/share/clamav-testfiles/clam.exe", "rb");

	(void)state;
	load_definitions("program.ndb", "Test.Program:1:0:4d5a*6d61726b\n");
	assert_non_null(in);
	assert_true(fread(doc + 1000, 1, 10000, in) > 0);
	(void)fclose(in);
	memcpy(doc + 20000, "mark", 4);
	assert_true(is_searched(doc, len));
	free(doc);
}

/* Its pattern is one of PCRE. */
static void
a_file_is_searched_for_patterns(void **state)
{
	struct engine_settings s = generous();
	const size_t len = 101 * MIB;
	char *file = large_file("first mark", 10, len, 0);

	(void)state;
	write_file(defs, "pattern.ldb",
	    "Test.Pattern;Engine:81-255,Target:0;0&1;"
	    "6669727374;0/ma[qr]k/\n");
	s.definitions = defs;
	s.test_set = TEST_SET;
	s.message_size = s.file_size = 200 * MIB;
	assert_int_equal(load(&s), 0);
	assert_true(is_searched(file, len));
	free(file);
}

/* An entry of a Macintosh's table of partitions, in blocks of 512 bytes. */
static void
partition(unsigned char *entry, unsigned n, unsigned first, unsigned blocks,
    const char *kind)
{
	memcpy(entry, "PM", 2);
	entry[7] = (unsigned char)n;
	entry[11] = (unsigned char)first;
	entry[15] = (unsigned char)blocks;
	memcpy(entry + 48, kind, strlen(kind));
}

static void
each_partition_is_searched(void **state)
{
	enum { N = 60, BLOCKS = 2 * N + 1 };
	static unsigned char disk[BLOCKS * SECTOR] = "ER\x02";
	unsigned i;

	(void)state;
	disk[7] = BLOCKS;
	partition(disk + SECTOR, N, 1, N, "Apple_partition_map");
	for (i = 1; i < N; i++)
		partition(disk + (1 + i) * SECTOR, N, N + i, 1, "Apple_HFS");
	memcpy(disk + (BLOCKS - 2) * SECTOR, EICAR, 68);
	assert_true(is_searched(disk, sizeof(disk)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_page_is_searched),
	    TEST(text_of_a_page_is_searched),
	    TEST(a_script_is_searched),
	    TEST(a_program_in_the_middle_is_searched),
	    TEST(a_file_is_searched_for_patterns),
	    TEST(each_partition_is_searched),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
