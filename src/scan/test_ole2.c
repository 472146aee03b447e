/* Entries of streams, and what is none. */
#include <string.h>

#include "ole2_priv.h"
#include "test.h"

enum { SECTOR = 512, ENTRY = 128, AT = 2 * SECTOR };

static unsigned char file[4 * SECTOR];

static int
set_up(void **state)
{
	unsigned char *entry = file + AT;

	(void)state;
	memset(file, 0, sizeof(file));
	memcpy(entry, "d\0a\0t\0a", 8);
	entry[64] = 10;
	entry[66] = 2;
	entry[67] = 1;
	memcpy(entry + 120, "\xff\xff\xff\x7f", 4);
	return 0;
}

static bool
claims(uint64_t max)
{
	return ole2_claims_more(file, sizeof(file), max);
}

static void
a_size_is_compared(void **state)
{
	(void)state;
	assert_true(claims(0x7ffffffe));
	assert_false(claims(0x7fffffff));
	assert_false(ole2_claims_more(file, AT + ENTRY - 1, 1000));
	assert_true(ole2_claims_more(file, AT + ENTRY, 1000));
	assert_false(ole2_claims_more(file, 0, 1000));
}

static void
other_bytes_are_no_stream(void **state)
{
	static const struct {
		size_t at;
		unsigned char byte;
	} changes[] = {{64, 0}, {64, 9}, {64, 66}, {65, 1}, {66, 1}, {67, 2},
	    {80, 1}, {95, 1}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		(void)set_up(state);
		file[AT + changes[i].at] = changes[i].byte;
		assert_false(claims(1000));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(a_size_is_compared, set_up),
	    cmocka_unit_test_setup(other_bytes_are_no_stream, set_up),
	};

	return RUN_TESTS(tests);
}
