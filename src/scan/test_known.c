/* What is remembered as clean: the same bytes in the same way, no others. */
#include <stdlib.h>
#include <string.h>

#include "known_priv.h"
#include "test.h"

static bool
has(struct known *known, const struct known_piece *piece)
{
	return known_has(known, known_mark_of(known, piece));
}

static void
add(struct known *known, const struct known_piece *piece)
{
	known_add(known, known_mark_of(known, piece));
}

static void
only_the_same_is_known(void **state)
{
	struct known *known = known_new(1024);
	struct known_piece piece = {"abcd", 4, 1};

	(void)state;
	assert_false(has(known, &piece));
	add(known, &piece);
	assert_true(has(known, &piece));
	piece.way = 2;
	assert_false(has(known, &piece));
	piece.way = 1;
	piece.len = 3;
	assert_false(has(known, &piece));
	piece = (struct known_piece){"abce", 4, 1};
	assert_false(has(known, &piece));
	known_free(&known);
	assert_null(known);
	known_free(&known);
}

static void
a_new_one_takes_the_place_of_an_old_one(void **state)
{
	struct known *known = known_new(1);
	const struct known_piece one = {"one", 3, 0}, two = {"two", 3, 0};

	(void)state;
	add(known, &one);
	add(known, &two);
	assert_false(has(known, &one));
	assert_true(has(known, &two));
	known_free(&known);
}

static void
nothing_is_known_without_room(void **state)
{
	struct known *known = known_new(0);
	struct known_piece piece = {"one", 3, 0};
	char *large = calloc(1, KNOWN_LEN_MAX + 1);

	(void)state;
	add(known, &piece);
	assert_false(has(known, &piece));
	known_free(&known);
	known = known_new(16);
	assert_non_null(large);
	piece = (struct known_piece){large, KNOWN_LEN_MAX + 1, 0};
	add(known, &piece);
	assert_false(has(known, &piece));
	piece.len--;
	add(known, &piece);
	assert_true(has(known, &piece));
	piece.len = 0;
	add(known, &piece);
	assert_false(has(known, &piece));
	known_free(&known);
	free(large);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_the_same_is_known),
	    cmocka_unit_test(a_new_one_takes_the_place_of_an_old_one),
	    cmocka_unit_test(nothing_is_known_without_room),
	};

	return RUN_TESTS(tests);
}
