/* Streams in the directory of an OLE2 file, wherever it goes on. */
#include <string.h>

#include "ole2_priv.h"
#include "test.h"

enum { SECTOR = 512, ENTRY = 128, SECTORS = 128 * 237 };

static unsigned char file[SECTORS * SECTOR];

static void
put32(size_t at, uint32_t n)
{
	file[at] = n & 0xff;
	file[at + 1] = n >> 8 & 0xff;
	file[at + 2] = n >> 16 & 0xff;
	file[at + 3] = n >> 24;
}

/* Where sector `n` begins. */
static size_t
sector(uint32_t n)
{
	return (n + 1) * SECTOR;
}

/* The directory begins in sector 1; the table of sectors is in sector 0. */
static int
set_up(void **state)
{
	(void)state;
	memset(file, 0, sizeof(file));
	file[30] = 9;
	put32(48, 1);
	put32(76, 0);
	memset(file + sector(0), 0xff, SECTOR);
	return 0;
}

/* A stream of 2 GB in the third place of a sector. */
static void
put_stream(uint32_t n)
{
	size_t at = sector(n) + 2 * ENTRY;

	file[at + 66] = 2;
	put32(at + 120, 0x7fffffff);
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
	assert_false(claims(1000));
	put_stream(1);
	assert_true(claims(0x7ffffffe));
	assert_false(claims(0x7fffffff));
	file[sector(1) + 2 * ENTRY + 66] = 1; /* a folder */
	assert_false(claims(1000));
}

/* What libclamav does not look at hides nothing from us. */
static void
names_and_colors_do_not_count(void **state)
{
	(void)state;
	put_stream(1);
	memset(file + sector(1) + 2 * ENTRY, 0xee, 66);
	memset(file + sector(1) + 2 * ENTRY + 67, 0xee, 120 - 67);
	assert_true(claims(1000));
}

static void
the_directory_is_followed(void **state)
{
	(void)state;
	put_stream(7);
	assert_false(claims(1000));
	put32(sector(0) + 4 * 1, 5);
	put32(sector(0) + 4 * 5, 7);
	assert_true(claims(1000));
	put32(sector(0) + 4 * 5, 5); /* for ever */
	assert_false(claims(1000));
	put32(sector(0) + 4 * 5, 0xfffffffe);
	assert_false(claims(1000));
}

/* Sectors of 64 bytes; a table still has 128 numbers. */
static void
small_sectors_are_known(void **state)
{
	enum { SMALL = 64, FIRST = 900, NEXT = 600 };

	(void)state;
	file[30] = 6;
	put32(48, FIRST);
	put32(76 + 4 * (FIRST / 128), 0);
	put32(SECTOR + 4 * (FIRST % 128), NEXT);
	file[SECTOR + NEXT * SMALL + 66] = 2;
	put32(SECTOR + NEXT * SMALL + 120, 0x7fffffff);
	assert_true(claims(1000));
}

/* The tables behind the first 109 are named in sectors of their own. */
static void
further_tables_are_known(void **state)
{
	enum { FIRST = 128 * (109 + 127) + 3 };

	(void)state;
	put32(48, FIRST);
	put32(68, 2);
	put32(sector(2) + 4 * 127, 3);
	put32(sector(3), 4);
	put32(sector(4) + 4 * 3, 5);
	put_stream(5);
	assert_true(claims(1000));
	put32(sector(2) + 4 * 127, 0xfffffffe);
	assert_false(claims(1000));
}

static void
what_is_cut_off_or_strange_is_none(void **state)
{
	size_t len = sector(1) + 3 * ENTRY;

	(void)state;
	put_stream(1);
	assert_true(ole2_claims_more(file, len, 1000));
	assert_true(ole2_claims_more(file, len - 1, 0x7effffff));
	assert_false(ole2_claims_more(file, sector(1), 1000));
	assert_false(ole2_claims_more(file, SECTOR - 1, 1000));
	assert_false(ole2_claims_more(file, 0, 1000));
	file[30] = 5;
	assert_false(claims(1000));
	file[30] = 29;
	assert_false(claims(1000));
	file[30] = 28;
	assert_false(claims(1000));
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_size_is_compared),
	    TEST(names_and_colors_do_not_count),
	    TEST(the_directory_is_followed),
	    TEST(small_sectors_are_known),
	    TEST(further_tables_are_known),
	    TEST(what_is_cut_off_or_strange_is_none),
	};

	return RUN_TESTS(tests);
}
