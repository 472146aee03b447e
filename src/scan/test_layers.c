/* Where the engine is, and which layers it takes for files of their own. */
#include <stdlib.h>

#include "layers_priv.h"
#include "test.h"

static struct layers layers;

static bool
enter(unsigned level, const char *type, int fd)
{
	return layers_enter(&layers, &(struct layer){level, "x", type, fd});
}

static int
tear_down(void **state)
{
	(void)state;
	layers_fini(&layers);
	return 0;
}

static void
parts_and_members_are_files(void **state)
{
	(void)state;
	assert_true(enter(0, "CL_TYPE_MAIL", -1));
	assert_true(enter(1, "CL_TYPE_ZIP", 5));
	assert_true(enter(2, "CL_TYPE_GZ", 6));
	assert_true(enter(3, "CL_TYPE_TEXT_ASCII", 7));
	layers_leave(&layers);
	layers_leave(&layers);
	assert_true(enter(2, "CL_TYPE_MSEXE", 6));
	layers_leave(&layers);
	layers_leave(&layers);
	assert_true(enter(1, NULL, 5));
}

/* In programs, disks and what is unknown, the engine looks less closely. */
static void
what_is_in_others_is_none(void **state)
{
	static const char *const types[] = {"CL_TYPE_MSEXE", "CL_TYPE_AUTOIT",
	    "CL_TYPE_PART_HFSPLUS", "CL_TYPE_CPIO_OLD", "CL_TYPE_MSOLE2", NULL};
	size_t i;

	(void)state;
	(void)enter(0, "CL_TYPE_MAIL", -1);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		assert_true(enter(1, types[i], 5));
		assert_false(enter(2, "CL_TYPE_ZIP", 6));
		assert_false(enter(3, "CL_TYPE_TEXT_ASCII", 7));
		layers_fini(&layers);
	}
}

static void
pieces_are_none(void **state)
{
	(void)state;
	(void)enter(0, "CL_TYPE_MAIL", -1);
	assert_false(enter(1, "CL_TYPE_ZIP", -1));
	assert_true(enter(1, "CL_TYPE_ZIP", 5));
	assert_false(enter(2, "CL_TYPE_ZIP", 5));
	assert_false(enter(3, "CL_TYPE_ZIP", 6));
}

static void
a_level_without_a_word_may_be_anything(void **state)
{
	(void)state;
	(void)enter(0, "CL_TYPE_ZIP", -1);
	assert_true(enter(1, "CL_TYPE_ZIP", 5));
	layers_leave(&layers);
	assert_false(enter(2, "CL_TYPE_ZIP", 6));
	assert_false(enter(LAYERS_MAX, "CL_TYPE_ZIP", 7));
}

static void
places_are_made_of_names(void **state)
{
	char *where;

	(void)state;
	(void)enter(0, "CL_TYPE_MAIL", -1);
	(void)enter(1, "CL_TYPE_ZIP", 5);
	(void)layers_enter(
	    &layers, &(struct layer){2, "clamav-12.tmp", "CL_TYPE_ZIP", 6});
	assert_null(layers_name(&layers));
	(void)layers_enter(&layers, &(struct layer){3, "/y", "CL_TYPE_ZIP", 7});
	assert_string_equal(layers_name(&layers), "/y");
	where = layers_where(&layers, "mail");
	assert_string_equal(where, "mail/x/y");
	free(where);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(parts_and_members_are_files, tear_down),
	    cmocka_unit_test_teardown(what_is_in_others_is_none, tear_down),
	    cmocka_unit_test_teardown(pieces_are_none, tear_down),
	    cmocka_unit_test_teardown(
		a_level_without_a_word_may_be_anything, tear_down),
	    cmocka_unit_test_teardown(places_are_made_of_names, tear_down),
	};

	return RUN_TESTS(tests);
}
