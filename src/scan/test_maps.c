/* Maps that are kept: zeros for everyone, and an end of them. */
#include <stdlib.h>
#include <string.h>

#include "maps_priv.h"
#include "test.h"

static int makes, fails;

/* They stay in the table for ever. */
static void *
make(void)
{
	static char room[MAPS_MAX][MAPS_SIZE];

	return fails > 0 && fails-- > 0 ? NULL : room[makes++];
}

static bool
is_zero(const char *map, size_t len)
{
	while (len > 0 && map[len - 1] == 0)
		len--;
	return len == 0;
}

static void
none_are_there_when_none_can_be_made(void **state)
{
	(void)state;
	fails = 1;
	assert_null(maps_take(1, make));
	assert_int_equal(fails, 0);
	assert_false(maps_give(NULL));
}

static void
a_map_comes_back_with_zeros(void **state)
{
	char *map = maps_take(MAPS_SIZE, make), other;

	(void)state;
	assert_int_equal(makes, 1);
	assert_true(is_zero(map, MAPS_SIZE));
	memset(map, 'x', MAPS_SIZE);
	assert_false(maps_give(&other));
	assert_true(maps_give(map));
	assert_true(maps_give(map)); /* must not be unmapped */
	assert_ptr_equal(maps_take(4096, make), map);
	assert_true(is_zero(map, 4096));
	assert_true(maps_give(map));
	assert_int_equal(makes, 1);
}

static void
no_more_than_so_many_are_kept(void **state)
{
	void *taken[MAPS_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < MAPS_MAX; i++) {
		taken[i] = maps_take(1, make);
		assert_non_null(taken[i]);
	}
	assert_null(maps_take(1, make));
	assert_int_equal(makes, MAPS_MAX);
	for (i = 0; i < MAPS_MAX; i++)
		assert_true(maps_give(taken[i]));
	assert_ptr_equal(maps_take(1, make), taken[0]);
	assert_true(maps_give(taken[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_are_there_when_none_can_be_made),
	    cmocka_unit_test(a_map_comes_back_with_zeros),
	    cmocka_unit_test(no_more_than_so_many_are_kept),
	};

	return RUN_TESTS(tests);
}
