/* Lines of the protocol: what is understood, and how texts are written. */
#include <string.h>

#include "proto.h"
#include "test.h"

static struct request request;

static enum verb
parse(const char *line)
{
	proto_parse(line, strlen(line), &request);
	return request.verb;
}

static void
assert_path(const char *line, const char *path)
{
	assert_int_equal(parse(line), VERB_FILE);
	assert_string_equal(request.path, path);
}

static void
verbs_are_read(void **state)
{
	(void)state;
	assert_int_equal(parse("1 INTF 4"), VERB_INTF);
	assert_int_equal(request.version, 4);
	assert_string_equal(request.seq, "1");
	assert_int_equal(parse("00007\tquit\r"), VERB_QUIT);
	assert_string_equal(request.seq, "00007");
	assert_int_equal(parse("  3   Key abc def"), VERB_KEY);
	assert_int_equal(parse("4 file x"), VERB_FILE);
	assert_int_equal(parse("5 SCAN x"), VERB_UNKNOWN);
	assert_int_equal(parse("5 FILES x"), VERB_UNKNOWN);
	assert_int_equal(parse("5 FIL x"), VERB_UNKNOWN);
	assert_int_equal(parse("6"), VERB_UNKNOWN);
	assert_string_equal(request.seq, "6");
	assert_int_equal(parse("7 INTF"), VERB_INTF);
	assert_int_equal(request.version, 0);
	assert_int_equal(parse("7 INTF 99999999999999999999"), VERB_INTF);
	assert_int_equal(proto_interface(request.version), 4);
	assert_int_equal(proto_interface(3), 3);
	assert_int_equal(proto_interface(5), 4);
}

static void
numbers_are_texts(void **state)
{
	char line[PROTO_SEQ_MAX + 8];

	(void)state;
	assert_int_equal(parse(""), VERB_NONE);
	assert_int_equal(parse("x 1 FILE y"), VERB_NONE);
	assert_int_equal(parse("-1 FILE y"), VERB_NONE);
	assert_int_equal(parse("1x FILE y"), VERB_NONE);
	memset(line, '7', sizeof(line));
	memcpy(line + PROTO_SEQ_MAX, " KEY", 5);
	assert_int_equal(parse(line), VERB_KEY);
	assert_int_equal(strlen(request.seq), PROTO_SEQ_MAX);
	memcpy(line + PROTO_SEQ_MAX, "7 KEY", 6);
	assert_int_equal(parse(line), VERB_NONE);
	assert_string_equal(request.seq, "");
}

static void
paths_are_read(void **state)
{
	(void)state;
	assert_path("1 FILE Queue/1.msg", "Queue/1.msg");
	assert_path(
	    "1  FILE\t\tQueue/01-09/1.msg \textra", "Queue/01-09/1.msg");
	assert_path("1 FILE /abs/1.msg\r", "/abs/1.msg");
	assert_path("1 FILE \"a b.msg\" and more", "a b.msg");
	assert_path("1 FILE \"\\\"\\\\\\t\\065\"", "\"\\\tA");
	assert_path("1 FILE \"\\255\\e\\n\\r\"", "\xff\n\n\r");
	assert_path("1 FILE a\"b", "a\"b");
}

/* A path that is not understood must not lead to another file. */
static void
broken_paths_are_no_paths(void **state)
{
	static const char *const wrong[] = {"1 FILE", "1 FILE ",
	    "1 FILE \"open", "1 FILE \"\"", "1 FILE \"ab\\qc\"",
	    "1 FILE \"ab\\", "1 FILE \"ab\\\"", "1 FILE \"ab\\000c\"",
	    "1 FILE \"ab\\256c\"", "1 FILE \"ab\\999\""};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_path(wrong[i], "");
	proto_parse("1 FILE a\0b", 10, &request);
	assert_string_equal(request.path, "");
	proto_parse("1 FILE \"a\0b\"", 12, &request);
	assert_string_equal(request.path, "");
}

static void
long_paths_are_no_paths(void **state)
{
	char line[PROTO_PATH_MAX + 64];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "1 FILE ", 7);
	proto_parse(line, 7 + PROTO_PATH_MAX - 1, &request);
	assert_int_equal(strlen(request.path), PROTO_PATH_MAX - 1);
	proto_parse(line, 7 + PROTO_PATH_MAX, &request);
	assert_string_equal(request.path, "");
	line[7] = '"';
	line[8 + PROTO_PATH_MAX - 1] = '"';
	proto_parse(line, 8 + PROTO_PATH_MAX, &request);
	assert_int_equal(strlen(request.path), PROTO_PATH_MAX - 1);
	line[8 + PROTO_PATH_MAX - 1] = 'x';
	line[8 + PROTO_PATH_MAX] = '"';
	proto_parse(line, 8 + PROTO_PATH_MAX + 1, &request);
	assert_string_equal(request.path, "");
}

static void
assert_string_in(const char *text, size_t room, const char *want)
{
	struct buf out;

	buf_init(&out, 100);
	proto_string(&out, text, room);
	assert_string_equal(out.data, want);
	assert_true(out.len <= room);
	buf_fini(&out);
}

static void
strings_are_escaped(void **state)
{
	(void)state;
	assert_string_in("", 50, "\"\"");
	assert_string_in("a: b\n c\td", 50, "\"a: b\\e c\\td\"");
	assert_string_in("\"\\", 50, "\"\\\"\\\\\"");
	assert_string_in(
	    "\xe6\x97\xa5\xc3\xa4", 50, "\"\xe6\x97\xa5\xc3\xa4\"");
	assert_string_in("a\xff"
			 "b\r\x01\x7f",
	    50, "\"a?b???\"");
}

static void
strings_are_cut_at_a_character(void **state)
{
	(void)state;
	assert_string_in("abc", 4, "\"ab\"");
	assert_string_in("a\xe6\x97\xa5", 5, "\"a\"");
	assert_string_in("a\xe6\x97\xa5", 6, "\"a\xe6\x97\xa5\"");
	assert_string_in("a\"", 4, "\"a\"");
	assert_string_in("a\"", 5, "\"a\\\"\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(verbs_are_read),
	    cmocka_unit_test(numbers_are_texts),
	    cmocka_unit_test(paths_are_read),
	    cmocka_unit_test(broken_paths_are_no_paths),
	    cmocka_unit_test(long_paths_are_no_paths),
	    cmocka_unit_test(strings_are_escaped),
	    cmocka_unit_test(strings_are_cut_at_a_character),
	};

	return RUN_TESTS(tests);
}
