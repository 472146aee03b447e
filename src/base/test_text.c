/* Escaping, globs and comparison. */
#include <string.h>

#include "test.h"
#include "text.h"

static void
assert_escaped(const char *in, size_t len, const char *want)
{
	char out[64];

	assert_int_equal(
	    text_escape_n(out, sizeof(out), in, len), strlen(want));
	assert_string_equal(out, want);
}

static void
controls_are_escaped(void **state)
{
	(void)state;
	assert_escaped("a\r\nb", 4, "a\\x0d\\x0ab");
	assert_escaped("a\0b", 3, "a\\x00b");
	assert_escaped("\x1b[31m", 5, "\\x1b[31m");
	assert_escaped("\x7f", 1, "\\x7f");
	/* NEL, line separator, right-to-left override, isolate */
	assert_escaped("\xc2\x85", 2, "\\xc2\\x85");
	assert_escaped("\xe2\x80\xa8", 3, "\\xe2\\x80\\xa8");
	assert_escaped("\xe2\x80\xae", 3, "\\xe2\\x80\\xae");
	assert_escaped("\xe2\x81\xa6", 3, "\\xe2\\x81\\xa6");
}

static void
utf8_is_kept_and_rubbish_escaped(void **state)
{
	(void)state;
	assert_escaped(
	    "\xe6\x97\xa5\xe6\x9c\xac", 6, "\xe6\x97\xa5\xe6\x9c\xac");
	assert_escaped("\xc0\xaf", 2, "\\xc0\\xaf");
	assert_escaped("\xed\xa0\x80", 3, "\\xed\\xa0\\x80");
	assert_escaped("\xe6\x97", 2, "\\xe6\\x97");
	assert_escaped("\xf4\x90\x80\x80", 4, "\\xf4\\x90\\x80\\x80");
}

static void
a_cut_splits_nothing(void **state)
{
	char out[6];

	(void)state;
	assert_int_equal(text_escape(out, sizeof(out), "abc\n"), 3);
	assert_string_equal(out, "abc");
	assert_int_equal(text_escape(out, sizeof(out), "abc\xe6\x97\xa5"), 3);
	assert_int_equal(text_escape(out, 0, "abc"), 0);
}

static void
globs_match_whole_strings(void **state)
{
	(void)state;
	assert_true(text_glob("*.Worm.*", "Win.worm.Mydoom-1"));
	assert_false(text_glob("Worm", "Worm.A"));
	assert_true(text_glob("a*b*c", "aXXbYYbZc"));
	assert_false(text_glob("a*b*c", "aXXbYY"));
	assert_true(text_glob("???", "abc"));
	assert_true(text_glob("*", ""));
	assert_false(text_glob("", "a"));
	assert_true(text_glob_list("x, *.exe ,y*", "a.EXE"));
	assert_true(text_glob_list("x, *.exe ,y*", "yes"));
	assert_false(text_glob_list("", ""));
	assert_false(text_glob_list(" , ", ""));
}

static void
comparison_ignores_ascii_case(void **state)
{
	const char hay[] = "Content-TYPE: x";

	(void)state;
	assert_true(text_same("QuIt", "quit"));
	assert_false(text_same("quit", "quits"));
	assert_true(text_starts("File x", "FILE "));
	assert_false(text_starts("Fil", "FILE"));
	assert_ptr_equal(text_find(hay, strlen(hay), "type"), hay + 8);
	assert_null(text_find(hay, 9, "type"));
}

static void
bytes_are_found_by_a_rare_one(void **state)
{
	static const char hay[] = "xab.ab\0abc";
	const size_t n = sizeof(hay) - 1;
	size_t rare;

	(void)state;
	for (rare = 0; rare < 3; rare++) {
		assert_ptr_equal(
		    text_find_bytes(hay, n, "abc", 3, rare), hay + 7);
		assert_ptr_equal(text_find_bytes(hay, n, "xab", 3, rare), hay);
		assert_null(text_find_bytes(hay, n - 1, "abc", 3, rare));
		assert_null(text_find_bytes(hay, 2, "xab", 3, rare));
		assert_null(text_find_bytes("", 0, "abc", 3, rare));
	}
	assert_ptr_equal(text_find_bytes(hay, n, "b\0a", 3, 1), hay + 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(controls_are_escaped),
	    cmocka_unit_test(utf8_is_kept_and_rubbish_escaped),
	    cmocka_unit_test(a_cut_splits_nothing),
	    cmocka_unit_test(globs_match_whole_strings),
	    cmocka_unit_test(comparison_ignores_ascii_case),
	    cmocka_unit_test(bytes_are_found_by_a_rare_one),
	};

	return RUN_TESTS(tests);
}
