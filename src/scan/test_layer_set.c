/* What the engine has been given to look at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layer_set_priv.h"
#include "test.h"

enum { MANY = 300, LARGE = 3 * 256 * 1024 };

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
	layer_set_add(set, "a\n\nb\n", 5);
	assert_false(layer_set_has(set, "a\r\n\r\nb\r\n", 8));
	assert_false(layer_set_has(set, "\na\n\nb\n", 6));
	assert_false(layer_set_has(set, "", 0));
	layer_set_free(&set);
	assert_null(set);
}

/* More layers than are kept as they are. */
static void
many_are_kept_apart(void **state)
{
	struct layer_set *set = layer_set_new();
	char text[32];
	int i, n;

	(void)state;
	for (i = 0; i < MANY; i++) {
		n = snprintf(text, sizeof(text), "text %d\n\nend\n", i);
		layer_set_add(set, text, (size_t)n);
	}
	for (i = 0; i < 2 * MANY; i++) {
		n = snprintf(text, sizeof(text), "text %d\n\nend\n", i);
		assert_int_equal(layer_set_has(set, text, (size_t)n), i < MANY);
		n = snprintf(text, sizeof(text), "text %d\n\n\nend\n", i);
		assert_false(layer_set_has(set, text, (size_t)n));
	}
	layer_set_free(&set);
}

/* One that is larger than all that is kept, and one that just fits. */
static void
large_ones_are_known(void **state)
{
	static const size_t sizes[] = {LARGE, 256 * 1024, 256 * 1024 + 1};
	struct layer_set *set;
	char *text = malloc(LARGE + 1);
	size_t i;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', LARGE + 1);
	text[100] = '\n';
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		set = layer_set_new();
		layer_set_add(set, "first", 5);
		text[sizes[i]] = '\n';
		layer_set_add(set, text, sizes[i]);
		assert_true(layer_set_has(set, "first", 5));
		assert_true(layer_set_has(set, text, sizes[i]));
		assert_false(layer_set_has(set, text, sizes[i] + 1));
		text[sizes[i] - 1] = 'y';
		assert_false(layer_set_has(set, text, sizes[i]));
		text[sizes[i] - 1] = text[sizes[i]] = 'x';
		layer_set_free(&set);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_the_same_bytes_are_known),
	    cmocka_unit_test(many_are_kept_apart),
	    cmocka_unit_test(large_ones_are_known),
	};

	return RUN_TESTS(tests);
}
