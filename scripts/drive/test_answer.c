/* The strict reader of response lines. */
#include <string.h>

#include "answer.h"
#include "test.h"

static void
assert_good(const char *line, long interface, enum answer_kind kind)
{
	struct answer a;
	struct err e = {0};

	if (answer_parse(line, strlen(line), interface, &a, &e) == -1)
		fail_msg("%s: %s", line, e.text);
	assert_int_equal(a.kind, kind);
}

static void
assert_bad(const char *line, long interface)
{
	struct answer a;
	struct err e = {0};

	if (answer_parse(line, strlen(line), interface, &a, &e) == 0)
		fail_msg("accepted: %s", line);
	assert_true(e.text[0] != '\0');
}

static void
each_response_is_known(void **state)
{
	(void)state;
	assert_good("1 OK", 4, ANSWER_OK);
	assert_good("00001 OK scanned", 4, ANSWER_OK);
	assert_good("1 DISCARD", 4, ANSWER_DISCARD);
	assert_good("1 FAILURE", 4, ANSWER_FAILURE);
	assert_good("1 ERROR \"No.\"", 4, ANSWER_ERROR);
	assert_good("1 REJECTED \"Sp\xc3\xa4ter.\"", 4, ANSWER_REJECTED);
	assert_good("1 INTF 4", 0, ANSWER_INTF);
	assert_good("* text", 4, ANSWER_INFO);
	assert_good("1 ADDHEADER \"A: b\\eC: d\\e e\" OK", 4, ANSWER_ADDHEADER);
	assert_good("1 ADDHEADER \"A: b\"", 3, ANSWER_ADDHEADER);
	assert_good("1 ADDHEADER \"A: b\"", 0, ANSWER_ADDHEADER);
}

static void
mixed_and_foreign_lines_are_refused(void **state)
{
	(void)state;
	assert_bad("", 4);
	assert_bad("OK", 4);
	assert_bad("1", 4);
	assert_bad("1 ", 4);
	assert_bad("1OK", 4);
	assert_bad(" 1 OK", 4);
	assert_bad("1  OK", 4);
	assert_bad("1 ok", 4);
	assert_bad("1 OK ", 4);
	assert_bad("1 OK2 OK", 4);
	assert_bad("1 OK 2 OK", 4);
	assert_bad("1 O2 OK", 4);
	assert_bad("1 DISCARD2 OK", 4);
	assert_bad("1 DISCARD now", 4);
	assert_bad("1 FAILURE now", 4);
	assert_bad("1 FILE x", 4);
	assert_bad("*", 4);
	assert_bad("* ", 4);
	assert_bad("*text", 4);
	assert_bad("1 INTF", 4);
	assert_bad("1 INTF x", 4);
	assert_bad("1 INTF 40", 4);
}

static void
strings_are_read_to_their_end(void **state)
{
	(void)state;
	assert_good(
	    "1 ERROR \"a \\\"b\\\" \\\\ \\r\\n\\t\\e\\255\"", 4, ANSWER_ERROR);
	assert_bad("1 ERROR", 4);
	assert_bad("1 ERROR ", 4);
	assert_bad("1 ERROR text", 4);
	assert_bad("1 ERROR \"\"", 4);
	assert_bad("1 ERROR \"a", 4);
	assert_bad("1 ERROR \"a\\\"", 4);
	assert_bad("1 ERROR \"a\\", 4);
	assert_bad("1 ERROR \"a\" b", 4);
	assert_bad("1 ERROR \"a\"b\"", 4);
	assert_bad("1 ERROR \"\\x\"", 4);
	assert_bad("1 ERROR \"\\25\"", 4);
	assert_bad("1 ERROR \"\\256\"", 4);
}

static void
headers_have_their_form(void **state)
{
	(void)state;
	assert_bad("1 ADDHEADER \"A: b\"", 4);
	assert_bad("1 ADDHEADER \"A: b\" OK", 3);
	assert_bad("1 ADDHEADER \"A: b\"  OK", 4);
	assert_bad("1 ADDHEADER \"A: b\" OK ", 4);
	assert_bad("1 ADDHEADER \"\" OK", 4);
	assert_bad("1 ADDHEADER \"A: b\\e\" OK", 4);
	assert_bad("1 ADDHEADER \"A: b\\e\\eC: d\" OK", 4);
	assert_bad("1 ADDHEADER \"A: b\\e \" OK", 4);
	assert_bad("1 ADDHEADER \" A: b\" OK", 4);
	assert_bad("1 ADDHEADER \"A b\" OK", 4);
	assert_bad("1 ADDHEADER \": b\" OK", 4);
	assert_bad("1 ADDHEADER \"A:b\" OK", 4);
	assert_bad("1 ADDHEADER \"A: b\\rC: d\" OK", 4);
}

static void
bytes_are_clean(void **state)
{
	struct answer a;
	struct err e;

	(void)state;
	assert_bad("* a\rb", 4);
	assert_bad("* a\x1b[1m", 4);
	assert_bad("* \xff", 4);
	assert_bad("1 OK\r", 4);
	assert_bad("* \xe2\x80\xae", 4);
	assert_int_equal(answer_parse("* a\0b", 5, 4, &a, &e), -1);
}

static void
the_longest_line_has_4096_bytes(void **state)
{
	char line[ANSWER_LINE_MAX + 1];
	struct answer a;
	struct err e;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[0] = '*';
	line[1] = ' ';
	line[4095] = '\0';
	assert_int_equal(answer_parse(line, 4095, 4, &a, &e), 0);
	line[4095] = 'x';
	line[4096] = '\0';
	assert_int_equal(answer_parse(line, 4096, 4, &a, &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_response_is_known),
	    cmocka_unit_test(mixed_and_foreign_lines_are_refused),
	    cmocka_unit_test(strings_are_read_to_their_end),
	    cmocka_unit_test(headers_have_their_form),
	    cmocka_unit_test(bytes_are_clean),
	    cmocka_unit_test(the_longest_line_has_4096_bytes),
	};

	return RUN_TESTS(tests);
}
