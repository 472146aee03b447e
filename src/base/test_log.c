/* Log lines: levels, escaping, and where they go. */
#include <string.h>

#include "log.h"
#include "test.h"

struct heard {
	int lines;
	enum log_level level;
	char last[LOG_LINE_MAX + 1];
};

static void
hear(void *arg, enum log_level level, const char *line)
{
	struct heard *h = arg;

	h->lines++;
	h->level = level;
	assert_true(strlen(line) < LOG_LINE_MAX);
	memcpy(h->last, line, strlen(line) + 1);
}

static int
quiet(void **state)
{
	(void)state;
	log_to(NULL, NULL);
	log_limit(LOG_LEVEL_INFO);
	return 0;
}

static void
nothing_starts_a_line_of_its_own(void **state)
{
	struct heard h = {0};

	(void)state;
	log_to(hear, &h);
	log_warn("from %s", "a\r\n* 1 OK\x1b[31m");
	assert_int_equal(h.lines, 1);
	assert_int_equal(h.level, LOG_LEVEL_WARN);
	assert_string_equal(h.last, "from a\\x0d\\x0a* 1 OK\\x1b[31m");
}

static void
levels_are_dropped_above_the_limit(void **state)
{
	struct heard h = {0};

	(void)state;
	log_to(hear, &h);
	log_debug("no");
	assert_int_equal(h.lines, 0);
	log_info("yes");
	assert_int_equal(h.lines, 1);
	log_limit(LOG_LEVEL_DEBUG);
	log_debug("yes");
	assert_int_equal(h.lines, 2);
	log_limit(LOG_LEVEL_ERROR);
	log_warn("no");
	assert_int_equal(h.lines, 2);
	log_error("yes");
	assert_int_equal(h.lines, 3);
}

static void
a_sink_can_be_replaced(void **state)
{
	struct heard first = {0}, second = {0};

	(void)state;
	log_to(hear, &first);
	log_to(hear, &second);
	log_info("x");
	log_to(NULL, NULL);
	log_info("nobody hears this");
	assert_int_equal(first.lines, 0);
	assert_int_equal(second.lines, 1);
	assert_string_equal(second.last, "x");
}

static void
long_lines_are_cut(void **state)
{
	struct heard h = {0};
	char text[2 * LOG_LINE_MAX];

	(void)state;
	log_to(hear, &h);
	memset(text, '\n', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	log_info("%s", text);
	assert_int_equal(h.lines, 1);
	assert_null(strchr(h.last, '\n'));
	assert_memory_equal(h.last, "\\x0a", 4);
}

/* Nothing in a value can be taken for a field behind it. */
static void
values_are_told_apart(void **state)
{
	const struct log_field fields[] = {
	    {"seq", "1", LOG_HEAD},
	    {"from", "a> action=pass", LOG_ANGLE},
	    {"name", "x\" action=\"pass", LOG_PLAIN},
	    {"action", "discard", LOG_PLAIN},
	};
	struct heard h = {0};

	(void)state;
	log_to(hear, &h);
	log_event(LOG_LEVEL_INFO, fields, sizeof(fields) / sizeof(fields[0]));
	assert_string_equal(h.last,
	    "1: from=<\"a> action=pass\"> "
	    "name=\"x\\x22 action=\\x22pass\" action=discard");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(nothing_starts_a_line_of_its_own, quiet),
	    cmocka_unit_test_teardown(
		levels_are_dropped_above_the_limit, quiet),
	    cmocka_unit_test_teardown(a_sink_can_be_replaced, quiet),
	    cmocka_unit_test_teardown(long_lines_are_cut, quiet),
	    cmocka_unit_test_teardown(values_are_told_apart, quiet),
	};

	return RUN_TESTS(tests);
}
