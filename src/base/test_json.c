/* JSON strings. */
#include "json.h"
#include "test.h"

static void
assert_json(const char *text, const char *want)
{
	struct buf out;

	buf_init(&out, 256);
	json_string(&out, text);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
texts_are_quoted(void **state)
{
	(void)state;
	assert_json("", "\"\"");
	assert_json("a/b c", "\"a/b c\"");
	assert_json("\"\\", "\"\\\"\\\\\"");
	assert_json("\xc3\xa4\xe6\x97\xa5\xf0\x9f\x98\x80",
	    "\"\xc3\xa4\xe6\x97\xa5\xf0\x9f\x98\x80\"");
}

static void
controls_are_escaped(void **state)
{
	(void)state;
	assert_json(
	    "\n\t\x01\x1f\x7f", "\"\\u000a\\u0009\\u0001\\u001f\\u007f\"");
}

static void
rubbish_is_replaced(void **state)
{
	(void)state;
	assert_json("a\xff\xc3", "\"a\\ufffd\\ufffd\"");
	assert_json("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_are_quoted),
	    cmocka_unit_test(controls_are_escaped),
	    cmocka_unit_test(rubbish_is_replaced),
	};

	return RUN_TESTS(tests);
}
