/* Texts with holes. */
#include <string.h>

#include "template.h"
#include "test.h"

static const char words[] = "name class queue_id";

static void
assert_refused(const char *text, const char *why)
{
	struct err e;

	assert_int_equal(template_check(text, words, &e), -1);
	assert_non_null(strstr(e.text, why));
}

static void
known_words_are_allowed(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(template_check("", words, &e), 0);
	assert_int_equal(template_check("plain", words, &e), 0);
	assert_int_equal(
	    template_check("%name%%class% %queue_id%", words, &e), 0);
	assert_int_equal(template_check("100 %% %name%", words, &e), 0);
	assert_int_equal(template_check("\xe6\x97\xa5 %name%", words, &e), 0);
}

static void
everything_else_is_refused(void **state)
{
	(void)state;
	assert_refused("%virus%", "there is no word %virus%");
	assert_refused("%Name%", "there is no word %Name%");
	assert_refused("%queue%", "there is no word");
	assert_refused("%queue_id_%", "there is no word");
	assert_refused("100 % sure", "has no second percent sign");
	assert_refused("%name", "%name has no second percent sign");
	assert_refused("%name %", "has no second percent sign");
	assert_refused("\xff %name%", "UTF-8");
}

static void
assert_filled(const char *text, size_t room, const char *want)
{
	const struct template_word values[] = {
	    {"name", "Eicar %class%"}, {"class", "infected"}};
	struct buf out;

	buf_init(&out, room);
	template_fill(text, values, 2, &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
holes_are_filled_once(void **state)
{
	(void)state;
	assert_filled("", 100, "");
	assert_filled("a %name%b", 100, "a Eicar %class%b");
	assert_filled("%class%%class%", 100, "infectedinfected");
	assert_filled("%queue_id%", 100, "");
	assert_filled("100 %% %", 100, "100 % %");
	assert_filled("%name", 100, "%name");
}

static void
nothing_half_is_added(void **state)
{
	(void)state;
	assert_filled("ab %name%", 8, "ab ");
	assert_filled("abc", 2, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_words_are_allowed),
	    cmocka_unit_test(everything_else_is_refused),
	    cmocka_unit_test(holes_are_filled_once),
	    cmocka_unit_test(nothing_half_is_added),
	};

	return RUN_TESTS(tests);
}
