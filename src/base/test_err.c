/* Reasons in words. */
#include <errno.h>
#include <string.h>

#include "err.h"
#include "test.h"

static void
reasons_are_kept(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_set(&e, "%s is %d", "it", 7), -1);
	assert_string_equal(e.text, "it is 7");
	assert_int_equal(err_wrap(&e, "in %s", "a file"), -1);
	assert_string_equal(e.text, "in a file: it is 7");
}

static void
errno_is_told_and_kept(void **state)
{
	struct err e;

	(void)state;
	errno = ENOENT;
	assert_int_equal(err_sys(&e, "cannot open %s", "x"), -1);
	assert_string_equal(e.text, "cannot open x: No such file or directory");
	assert_int_equal(errno, ENOENT);
}

static void
long_reasons_are_cut(void **state)
{
	struct err e;
	char text[2 * ERR_TEXT_MAX];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	(void)err_set(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
	(void)err_wrap(&e, "%s", "prefix");
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
	assert_memory_equal(e.text, "prefix: xxx", 11);
	(void)err_wrap(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
	(void)err_sys(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
}

static void
nobody_needs_to_listen(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, "x"), -1);
	assert_int_equal(err_sys(NULL, "x"), -1);
	assert_int_equal(err_wrap(NULL, "x"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reasons_are_kept),
	    cmocka_unit_test(errno_is_told_and_kept),
	    cmocka_unit_test(long_reasons_are_cut),
	    cmocka_unit_test(nobody_needs_to_listen),
	};

	return RUN_TESTS(tests);
}
