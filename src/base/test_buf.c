/* Growing buffers and their bound. */
#include <string.h>

#include "buf.h"
#include "test.h"

static void
what_fits_is_added(void **state)
{
	struct buf b;
	char want[301];
	int i;

	(void)state;
	buf_init(&b, 300);
	assert_string_equal(b.data, "");
	for (i = 0; i < 100; i++) {
		assert_int_equal(buf_addc(&b, 'a'), 0);
		assert_int_equal(buf_adds(&b, "b"), 0);
		assert_int_equal(buf_addf(&b, "%c", 'c'), 0);
		memcpy(want + 3 * i, "abc", 4);
	}
	assert_int_equal(b.len, 300);
	assert_false(b.cut);
	assert_string_equal(b.data, want);
	buf_fini(&b);
}

static void
nothing_goes_past_the_bound(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_int_equal(buf_adds(&b, "1234"), 0);
	assert_int_equal(buf_adds(&b, "56"), -1);
	assert_true(b.cut);
	assert_string_equal(b.data, "1234");
	assert_int_equal(buf_addf(&b, "%d", 56), -1);
	assert_string_equal(b.data, "1234");
	assert_int_equal(buf_addf(&b, "%d", 5), 0);
	assert_string_equal(b.data, "12345");
	assert_int_equal(buf_addc(&b, '6'), -1);
	assert_int_equal(b.len, 5);
	assert_int_equal(buf_add(&b, "x", SIZE_MAX), -1);
	assert_string_equal(b.data, "12345");
	buf_fini(&b);
}

static void
bytes_may_be_anything(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_add(&b, "\0\n\0", 3), 0);
	assert_int_equal(buf_add(&b, "", 0), 0);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "\0\n\0", 4);
	buf_fini(&b);
}

static void
a_reset_forgets_everything(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 2);
	assert_int_equal(buf_adds(&b, "abc"), -1);
	assert_int_equal(buf_adds(&b, "ab"), 0);
	buf_reset(&b);
	assert_false(b.cut);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	assert_int_equal(buf_adds(&b, "cd"), 0);
	assert_string_equal(b.data, "cd");
	buf_fini(&b);
}

static void
a_bound_of_nothing_holds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	assert_int_equal(buf_addc(&b, 'x'), -1);
	assert_int_equal(buf_adds(&b, ""), 0);
	assert_string_equal(b.data, "");
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_fits_is_added),
	    cmocka_unit_test(nothing_goes_past_the_bound),
	    cmocka_unit_test(bytes_may_be_anything),
	    cmocka_unit_test(a_reset_forgets_everything),
	    cmocka_unit_test(a_bound_of_nothing_holds),
	};

	return RUN_TESTS(tests);
}
