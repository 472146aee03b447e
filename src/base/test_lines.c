/* Lines from pieces. */
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "test.h"

enum { MAX = 8 };

struct taken {
	char text[256]; /* each line, "!" when it is cut, and "|" */
	size_t n;
};

static void
take(void *arg, const char *line, size_t len, bool cut)
{
	struct taken *t = arg;

	assert_true(len <= MAX);
	t->n += (size_t)snprintf(t->text + t->n, sizeof(t->text) - t->n,
	    "%.*s%s|", (int)len, line, cut ? "!" : "");
	assert_true(t->n < sizeof(t->text));
}

/* Feeds `data` in pieces of every size. */
static void
assert_lines(const char *data, const char *want)
{
	size_t len = strlen(data), piece, at, n;
	struct lines *l;

	for (piece = 1; piece <= len; piece++) {
		struct taken t = {{0}, 0};

		l = lines_new(MAX, take, &t);
		for (at = 0; at < len; at += n) {
			n = len - at < piece ? len - at : piece;
			lines_feed(l, data + at, n);
		}
		lines_end(l);
		lines_free(&l);
		assert_null(l);
		assert_string_equal(t.text, want);
	}
}

static void
pieces_become_lines(void **state)
{
	(void)state;
	assert_lines("1 KEY\n2\n\n3 x\r\n", "1 KEY|2||3 x\r|");
}

static void
the_last_line_may_lack_its_end(void **state)
{
	(void)state;
	assert_lines("1\n2 QUIT", "1|2 QUIT|");
	assert_lines("\n", "|");
}

static void
long_lines_are_cut_and_marked(void **state)
{
	(void)state;
	assert_lines("12345678\n9\n", "12345678|9|");
	assert_lines("123456789\n9\n", "12345678!|9|");
	assert_lines(
	    "123456789abcdefghijklmnopqrstuvwxyz\nab\n", "12345678!|ab|");
	assert_lines("123456789abcdefghij", "12345678!|");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_become_lines),
	    cmocka_unit_test(the_last_line_may_lack_its_end),
	    cmocka_unit_test(long_lines_are_cut_and_marked),
	};

	return RUN_TESTS(tests);
}
