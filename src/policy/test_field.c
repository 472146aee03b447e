/* The header fields of a message. */
#include <string.h>

#include "field_priv.h"
#include "test.h"

static void
fields_are_found(void **state)
{
	static const char mail[] = "From x\nSubject : a\n b\nbroken\n"
				   "X:\nTo: c\n\nCc: no\n";
	struct slice message = {mail, strlen(mail)};
	struct field f;
	size_t pos = 0;

	(void)state;
	assert_true(field_next(message, &pos, &f));
	assert_true(field_is(&f, "subject"));
	assert_int_equal(f.raw.len, strlen(" a\n b\n"));
	assert_true(field_next(message, &pos, &f));
	assert_true(field_is(&f, "X"));
	assert_false(field_is(&f, "XX"));
	assert_true(field_next(message, &pos, &f));
	assert_true(field_is(&f, "To"));
	assert_false(field_next(message, &pos, &f));
	assert_false(field_next(message, &pos, &f));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_found),
	};

	return RUN_TESTS(tests);
}
