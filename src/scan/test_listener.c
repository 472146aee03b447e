/* What is heard of a layer, and where the engine is to go. */
#include <string.h>

#include "listener_priv.h"
#include "test.h"

enum { SIZE = 100 };

static struct allow_list *list;
static unsigned matches, seen;

static size_t
zero(const char *method, const void *data, size_t len,
    unsigned char digest_r[ALLOW_DIGEST_MAX])
{
	(void)data, (void)len;
	assert_string_equal(method, "md5");
	memset(digest_r, 0, 16);
	return 16;
}

static void
count_match(void *arg, const char *name, const char *where)
{
	assert_true(arg == NULL && name != NULL && where != NULL);
	matches++;
}

static void
count_layer(void *arg, const void *data, size_t len)
{
	assert_true(arg == NULL && data != NULL && len == SIZE);
	seen++;
}

static const struct engine_sink sink = {
    .match = count_match, .layer = count_layer};

/* Whether the engine is to look into a mail as long as a file may be. */
static bool
hear(bool normalized, const void *bytes)
{
	struct listener l = {.sink = &sink,
	    .place = "mail",
	    .silent = {.file_max = SIZE, .scan_max = 10 * SIZE},
	    .allowed = list};
	const struct layer layer = {.type = "CL_TYPE_MAIL",
	    .fd = -1,
	    .bytes = bytes,
	    .len = SIZE,
	    .normalized = normalized};
	bool look = listener_layer(&l, &layer);

	assert_true(l.told == (matches > 0));
	listener_end(&l, &(struct trap){0});
	return look;
}

static int
set_up(void **state)
{
	(void)state;
	list = allow_list_new(zero, 0);
	matches = seen = 0;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	allow_list_free(&list);
	return 0;
}

static void
a_layer_is_looked_into(void **state)
{
	static const char bytes[SIZE] = "";

	(void)state;
	assert_true(hear(false, bytes));
	assert_int_equal(matches, 1);
	assert_int_equal(seen, 1);
	assert_true(hear(true, bytes) && hear(false, NULL));
	assert_int_equal(matches, 3);
	assert_int_equal(seen, 1);
}

/* Nor is its size a limit. */
static void
a_false_alarm_is_not_looked_into(void **state)
{
	static const char bytes[SIZE] = "";
	static const char line[] = "00000000000000000000000000000000:100:n";

	(void)state;
	allow_list_add(list, line, sizeof(line) - 1);
	allow_list_confirm(list, "n");
	allow_list_finish(list);
	assert_false(hear(false, bytes));
	assert_int_equal(matches, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_layer_is_looked_into),
	    TEST(a_false_alarm_is_not_looked_into),
	};

	return RUN_TESTS(tests);
}
