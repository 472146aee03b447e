/* What the engine has been given to look at. */
#include <string.h>

#include "layer_set_priv.h"
#include "test.h"

static void
only_the_same_bytes_are_known(void **state)
{
	struct layer_set *set = layer_set_new();

	(void)state;
	layer_set_add(set, "MZ\0x", 4);
	assert_true(layer_set_has(set, "MZ\0x", 4));
	assert_false(layer_set_has(set, "MZ\0y", 4));
	assert_false(layer_set_has(set, "MZ\0x", 3));
	assert_false(layer_set_has(set, "MZ\0x\n", 5));
	assert_false(layer_set_has(set, "", 0));
	layer_set_free(&set);
	assert_null(set);
}

static void
texts_may_lose_empty_lines_around_them(void **state)
{
	struct layer_set *set = layer_set_new();

	(void)state;
	layer_set_add(set, "a\n\nb\n", 5);
	assert_true(layer_set_has_text(set, "\r\n\na\n\nb", 7));
	assert_true(layer_set_has_text(set, "a\n\nb\n\n\n", 7));
	assert_false(layer_set_has_text(set, "a\nb\n", 4));
	assert_false(layer_set_has_text(set, " a\n\nb\n", 6));
	/* Files are other things than texts. */
	assert_false(layer_set_has(set, "\na\n\nb\n", 6));
	assert_false(layer_set_has(set, "a\n\nb\r", 5));
	layer_set_free(&set);
}

static void
many_empty_lines_belong_to_the_core(void **state)
{
	struct layer_set *set = layer_set_new();
	char lines[100];

	(void)state;
	memset(lines, '\n', sizeof(lines));
	layer_set_add(set, lines, 80);
	assert_true(layer_set_has(set, lines, 80));
	assert_false(layer_set_has(set, lines, 81));
	assert_false(layer_set_has_text(set, lines, 100));
	layer_set_free(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_the_same_bytes_are_known),
	    cmocka_unit_test(texts_may_lose_empty_lines_around_them),
	    cmocka_unit_test(many_empty_lines_belong_to_the_core),
	};

	return RUN_TESTS(tests);
}
