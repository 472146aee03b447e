/* The files that definitions list as false alarms. */
#include <fcntl.h>

#include "allow_list_priv.h"
#include "engine_rig_priv.h"

#define MD5    "00000000000000000000000000000000"
#define SHA1   MD5 "00000000"
#define SHA256 MD5 MD5

enum { LEVEL = 200 };

static struct allow_list *list;
static unsigned computed; /* how many digests */

/* No real digest: its method's length, each byte of it the first one's. */
static size_t
first_byte(const char *method, const void *data, size_t len,
    unsigned char digest_r[ALLOW_DIGEST_MAX])
{
	size_t n = strcmp(method, "md5") == 0    ? 16
		   : strcmp(method, "sha1") == 0 ? 20
						 : 32;

	assert_true(len > 0);
	computed++;
	memset(digest_r, *(const unsigned char *)data, n);
	return n;
}

static void
begin(void)
{
	allow_list_free(&list);
	list = allow_list_new(first_byte, LEVEL);
	computed = 0;
}

static void
add(const char *line)
{
	assert_true(allow_list_add(list, line, strlen(line)));
}

/* What was added was listed under one of these names. */
static void
finish(void)
{
	allow_list_confirm(list, "n");
	allow_list_confirm(list, "md5");
	allow_list_confirm(list, "sha1");
	allow_list_confirm(list, "sha256");
	allow_list_finish(list);
}

static bool
has(const char *text)
{
	return allow_list_has(list, text, strlen(text));
}

static int
drop(void **state)
{
	allow_list_free(&list);
	return rig_tear_down(state);
}

static void
a_file_is_known_by_size_and_digest(void **state)
{
	(void)state;
	begin();
	assert_false(has("00"));
	add("34343434343434343434343434343434:4:md5");
	add("33333333333333333333333333333333:4:md5");
	add("30303030303030303030303030303030:2:md5");
	add("3131313131313131313131313131313131313131:3:sha1:90:255");
	add("4A4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a"
	    "4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a4a:4:sha256");
	finish();
	assert_true(has("00") && has("111") && has("JJJJ") && has("3333"));
	computed = 0;
	assert_false(has("0"));
	assert_false(has("00000"));
	assert_int_equal(computed, 0);
	assert_false(has("0000"));
	assert_int_equal(computed, 2); /* one by each method */
	assert_false(allow_list_has(list, NULL, 2));
	assert_false(allow_list_has(list, "", 0));
}

static void
a_file_may_be_listed_in_any_size(void **state)
{
	(void)state;
	begin();
	add("30303030303030303030303030303030:*:md5:73");
	add(SHA1 ":5:sha1");
	finish();
	assert_true(has("0") && has("000000"));
	assert_false(has("1"));
}

static void
what_is_no_such_line_is_refused(void **state)
{
	static const char *const lines[] = {MD5, ":", MD5 ":", MD5 ":2",
	    MD5 ":0:n", MD5 ":x:n", MD5 ":2x:n", MD5 "::n", "00:2:n",
	    MD5 "0:2:n", "*:*:*", MD5 ":2:n:1:200:3",
	    "0000000000000000000000000000000g:2:n"};
	size_t i;

	(void)state;
	begin();
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_false(allow_list_add(list, lines[i], strlen(lines[i])));
	add("");
	add("# nothing");
	add("#" MD5 ":2:n");
	finish();
	assert_false(allow_list_has(list, "\0\0", 2));
	assert_int_equal(computed, 0);
}

/* libclamav has a level, which grows with its versions. */
static void
a_file_may_be_listed_for_other_versions(void **state)
{
	(void)state;
	begin();
	add("30303030303030303030303030303030:1:n:200");
	add("31313131313131313131313131313131:1:n:201");
	add("32323232323232323232323232323232:1:n:1:200");
	add("33333333333333333333333333333333:1:n:1:199");
	add("a new kind of digest:1:n:201");
	finish();
	assert_true(has("0") && has("2"));
	assert_false(has("1") || has("3"));
}

/* Such as an entry that the administrator wants to be ignored. */
static void
what_libclamav_would_not_take_does_not_count(void **state)
{
	(void)state;
	begin();
	add("30303030303030303030303030303030:1:b");
	add("31313131313131313131313131313131:1:c");
	add("32323232323232323232323232323232:1:a");
	allow_list_finish(list);
	assert_false(has("0") || has("1") || has("2"));
	add("30303030303030303030303030303030:1:b");
	add("31313131313131313131313131313131:1:c");
	add("32323232323232323232323232323232:1:a");
	allow_list_confirm(list, "b");
	allow_list_confirm(list, "a");
	allow_list_finish(list);
	assert_true(has("0") && has("2"));
	assert_false(has("1"));
}

static void
a_list_is_known_by_its_ending(void **state)
{
	(void)state;
	assert_true(allow_list_is_one("daily.fp") && allow_list_is_one("fp"));
	assert_true(allow_list_is_one("A.B.SFP") && allow_list_is_one("b.sfp"));
	assert_false(allow_list_is_one("a.hdb") || allow_list_is_one("fp.hdb"));
	assert_false(allow_list_is_one("afp") || allow_list_is_one(""));
}

static void
run(const char *command)
{
	char line[512];

	assert_true(snprintf(line, sizeof(line), "cd '%s' && %s", defs,
			command) < (int)sizeof(line));
	assert_int_equal(system(line), 0);
}

/* Fills a list from the folder of definitions. */
static int
read_defs(void)
{
	int result;

	begin();
	err.text[0] = '\0';
	result = allow_list_read(list, defs, &err);
	finish();
	return result;
}

static void
lists_are_found_in_a_folder(void **state)
{
	(void)state;
	write_file(defs, "a.fp",
	    "30303030303030303030303030303030:1:n\r\n"
	    "31313131313131313131313131313131:1:n");
	write_file(defs, "B.SFP", "32323232323232323232323232323232:1:n\n");
	write_file(defs, "c.hdb", "33333333333333333333333333333333:1:n\n");
	write_file(defs, ".fp", "34343434343434343434343434343434:1:n\n");
	assert_int_equal(read_defs(), 0);
	assert_true(has("0") && has("1") && has("2"));
	assert_false(has("3") || has("4"));
}

/* A set that is packed as the official ones are, or was changed since. */
static void
lists_are_found_in_packed_sets(void **state)
{
	(void)state;
	write_file(defs, "a.fp", "30303030303030303030303030303030:1:n\n");
	write_file(defs, "a.hdb", "33333333333333333333333333333333:1:n\n");
	write_file(defs, "b.sfp", "31313131313131313131313131313131:1:n\n");
	run("{ printf %512s ClamAV-VDB; tar cz a.hdb a.fp; } >daily.cvd");
	run("{ printf %512s ClamAV-VDB; tar c a.hdb b.sfp; } >own.cld");
	run("rm a.fp a.hdb b.sfp");
	assert_int_equal(read_defs(), 0);
	assert_true(has("0") && has("1"));
	assert_false(has("3"));
}

static void
what_cannot_be_read_is_named(void **state)
{
	(void)state;
	write_file(defs, "a.fp", "30303030303030303030303030303030:1:n\n");
	run("seq 100000 >b.fp && tar cz b.fp >packed && rm b.fp");
	run("{ printf %512s ClamAV-VDB; head -c 50000 packed; } >daily.cvd");
	assert_int_equal(read_defs(), -1);
	assert_non_null(strstr(err.text, "/defs/daily.cvd: the list of false"));
	run("{ printf %512s ClamAV-VDB; seq 9 >b.fp; tar cz b.fp; } "
	    ">daily.cvd");
	run("rm b.fp");
	assert_int_equal(read_defs(), -1);
	write_file(defs, "daily.cvd", "ClamAV-VDB");
	assert_int_equal(read_defs(), -1);
	run("rm daily.cvd && mkdir b.fp");
	assert_int_equal(read_defs(), -1);
	assert_non_null(strstr(err.text, "/defs/b.fp"));
	run("rm -r b.fp && echo not a list >c.fp");
	assert_int_equal(read_defs(), -1);
	assert_non_null(strstr(err.text, "/defs/c.fp"));
	run("rm -r ../defs");
	assert_int_equal(read_defs(), -1);
	assert_non_null(strstr(err.text, "/defs: No such file"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_set_up, drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_file_is_known_by_size_and_digest),
	    TEST(a_file_may_be_listed_in_any_size),
	    TEST(what_is_no_such_line_is_refused),
	    TEST(a_file_may_be_listed_for_other_versions),
	    TEST(what_libclamav_would_not_take_does_not_count),
	    TEST(a_list_is_known_by_its_ending),
	    TEST(lists_are_found_in_a_folder),
	    TEST(lists_are_found_in_packed_sets),
	    TEST(what_cannot_be_read_is_named),
	};

	return RUN_TESTS(tests);
}
