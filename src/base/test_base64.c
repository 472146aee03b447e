/* Base64, with the test vectors of RFC 4648. */
#include <string.h>

#include "base64.h"
#include "test.h"

static void
assert_letters(const char *text, const char *want)
{
	struct buf out;

	buf_init(&out, 256);
	base64_add(&out, text, strlen(text));
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
vectors_come_out(void **state)
{
	(void)state;
	assert_letters("", "");
	assert_letters("f", "Zg==");
	assert_letters("fo", "Zm8=");
	assert_letters("foo", "Zm9v");
	assert_letters("foob", "Zm9vYg==");
	assert_letters("fooba", "Zm9vYmE=");
	assert_letters("foobar", "Zm9vYmFy");
	assert_letters("\xff\xfb\xbf", "//u/");
}

static void
lines_have_76_letters(void **state)
{
	const char text[115] = {0};
	struct buf out;

	(void)state;
	buf_init(&out, 256);
	base64_add_lines(&out, text, 114);
	assert_int_equal(out.len, 154);
	assert_int_equal(out.data[76], '\n');
	assert_int_equal(out.data[153], '\n');
	buf_reset(&out);
	base64_add_lines(&out, text, 115);
	assert_int_equal(out.len, 159);
	assert_string_equal(out.data + 154, "AA==\n");
	buf_reset(&out);
	base64_add_lines(&out, text, 0);
	assert_int_equal(out.len, 0);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors_come_out),
	    cmocka_unit_test(lines_have_76_letters),
	};

	return RUN_TESTS(tests);
}
