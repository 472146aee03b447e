/* The set of what was handed out. */
#include "seen_priv.h"
#include "test.h"

enum { SEEN_CONTENT, SEEN_START, SEEN_NAME, MANY = 10000 };

static void
what_was_seen_is_known(void **state)
{
	struct seen *s = seen_new();

	(void)state;
	assert_true(seen_add(s, SEEN_CONTENT, "abc", 3));
	assert_false(seen_add(s, SEEN_CONTENT, "abc", 3));
	assert_true(seen_add(s, SEEN_NAME, "abc", 3));
	assert_true(seen_add(s, SEEN_CONTENT, "abcd", 4));
	assert_true(seen_add(s, SEEN_CONTENT, "", 0));
	assert_true(seen_has(s, SEEN_CONTENT, "", 0));
	assert_false(seen_has(s, SEEN_START, "abc", 3));
	seen_free(&s);
	assert_null(s);
	seen_free(&s);
}

static void
many_are_kept_apart(void **state)
{
	struct seen *s = seen_new();
	unsigned i;

	(void)state;
	for (i = 0; i < MANY; i++)
		assert_true(seen_add(s, SEEN_NAME, &i, sizeof(i)));
	for (i = 0; i < MANY; i++)
		assert_true(seen_has(s, SEEN_NAME, &i, sizeof(i)));
	assert_false(seen_has(s, SEEN_NAME, &i, sizeof(i)));
	seen_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_seen_is_known),
	    cmocka_unit_test(many_are_kept_apart),
	};

	return RUN_TESTS(tests);
}
