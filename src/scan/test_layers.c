/* Where the engine is, and which layers it takes for files of their own. */
#include <stdlib.h>

#include "layers_priv.h"
#include "test.h"

static struct layers layers;

static bool
enter(unsigned level, const char *type, int fd)
{
	return layers_enter(
	    &layers, &(struct layer){
			 .level = level, .name = "x", .type = type, .fd = fd});
}

static int
tear_down(void **state)
{
	(void)state;
	layers_fini(&layers);
	return 0;
}

static void
a_part_of_a_mail_is_taken_alone(void **state)
{
	(void)state;
	assert_true(enter(0, "CL_TYPE_MAIL", -1));
	assert_true(enter(1, "CL_TYPE_ZIP", 5));
	layers_leave(&layers);
	assert_true(enter(1, NULL, 5));
	assert_false(enter(1, "CL_TYPE_ZIP", -1)); /* a piece of the mail */
}

/* In others the engine looks less closely, or knows a false alarm. */
static void
what_is_deeper_is_not(void **state)
{
	(void)state;
	(void)enter(0, "CL_TYPE_MAIL", -1);
	assert_true(enter(1, "CL_TYPE_MAIL", 5));
	assert_false(enter(2, "CL_TYPE_MAIL", 6));
	assert_false(enter(LAYERS_MAX, "CL_TYPE_MAIL", 7));
	layers_fini(&layers);
	assert_true(enter(0, "CL_TYPE_ZIP", -1));
	assert_false(enter(1, "CL_TYPE_ZIP", 5));
	layers_fini(&layers);
	assert_true(enter(0, NULL, -1));
	assert_false(enter(1, "CL_TYPE_ZIP", 5));
}

static void
places_are_made_of_names(void **state)
{
	char *where;

	(void)state;
	(void)enter(0, "CL_TYPE_MAIL", -1);
	(void)enter(1, "CL_TYPE_ZIP", 5);
	(void)layers_enter(&layers,
	    &(struct layer){.level = 2, .name = "clamav-12.tmp", .fd = 6});
	assert_null(layers_name(&layers));
	(void)layers_enter(
	    &layers, &(struct layer){.level = 3, .name = "/y", .fd = 7});
	assert_string_equal(layers_name(&layers), "/y");
	where = layers_where(&layers, "mail");
	assert_string_equal(where, "mail/x/y");
	free(where);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(
		a_part_of_a_mail_is_taken_alone, tear_down),
	    cmocka_unit_test_teardown(what_is_deeper_is_not, tear_down),
	    cmocka_unit_test_teardown(places_are_made_of_names, tear_down),
	};

	return RUN_TESTS(tests);
}
