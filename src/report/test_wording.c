/* Numbers in words, and hostile text made harmless in each form. */
#include <stdio.h>

#include "history.h"
#include "test.h"
#include "wording_priv.h"

static struct buf out;

static int
start(void **state)
{
	(void)state;
	buf_init(&out, 100000);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	buf_fini(&out);
	return 0;
}

#define SAYS(call, text)                                                       \
	do {                                                                   \
		buf_reset(&out);                                               \
		call;                                                          \
		assert_string_equal(out.data, text);                           \
	} while (0)

static void
numbers_are_read_easily(void **state)
{
	(void)state;
	SAYS(wording_number(&out, 0), "0");
	SAYS(wording_number(&out, 999), "999");
	SAYS(wording_number(&out, 1000), "1,000");
	SAYS(wording_number(&out, UINT64_MAX), "18,446,744,073,709,551,615");
	SAYS(wording_bytes(&out, 1023), "1023 bytes");
	SAYS(wording_bytes(&out, 1536), "1.5 KB");
	SAYS(wording_bytes(&out, UINT64_MAX), "16.0 EB");
	SAYS(wording_percent(&out, 0, 0), "0.0 %");
	SAYS(wording_percent(&out, 1, 100000), "< 0.1 %");
	SAYS(wording_percent(&out, 99999, 100000), "> 99.9 %");
	SAYS(wording_percent(&out, 1, 3), "33.3 %");
	SAYS(wording_percent(&out, 3, 3), "100.0 %");
	SAYS(wording_limit(&out, HISTORY_UNLIMITED), "unlimited");
	SAYS(wording_limit(&out, 0), "unknown");
	SAYS(wording_limit(&out, 20000), "20,000");
}

static void
times_are_read_easily(void **state)
{
	(void)state;
	SAYS(wording_ms(&out, 999), "999 ms");
	SAYS(wording_ms(&out, 1000), "1.0 s");
	SAYS(wording_ms(&out, 90000), "1.5 min");
	SAYS(wording_age(&out, -1), "unknown");
	SAYS(wording_age(&out, 60), "1 minute");
	SAYS(wording_age(&out, 7200), "2 hours");
	SAYS(wording_age(&out, 200000), "2 days");
	SAYS(wording_time(&out, 0, "%Y-%m-%d %H:%M"), "1970-01-01 00:00");
}

static void
a_page_takes_no_markup(void **state)
{
	(void)state;
	SAYS(wording_html(&out, "<b a=\"x\" b='y'>&amp;</b>"),
	    "&#60;b a=&#34;x&#34; b=&#39;y&#39;&#62;&#38;amp;&#60;/b&#62;");
	SAYS(wording_html(&out, "\x01\x7f\xff\xe2\x80\xae"),
	    "\\x01\\x7f\\xff\\xe2\\x80\\xae");
	SAYS(wording_html(&out, "\xe6\x97\xa5"), "\xe6\x97\xa5");
}

static void
a_terminal_takes_no_orders(void **state)
{
	(void)state;
	SAYS(wording_plain(&out, "a\033[31mb\r\nc\xc2\x9b"
				 "1m"),
	    "a\\x1b[31mb\\x0d\\x0ac\\xc2\\x9b1m");
}

static void
a_cell_begins_no_formula(void **state)
{
	static const char *const begins[] = {"=", "+", "-", "@", "|", "%", " =",
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
	char text[32], want[32];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s1", begins[i]);
		(void)snprintf(want, sizeof(want), "\"'%s1\"", begins[i]);
		SAYS(wording_cell(&out, text), want);
	}
	SAYS(wording_cell(&out, "a=b"), "\"a=b\"");
	SAYS(wording_cell(&out, "\t=1"), "\"\\x09=1\"");
}

static void
a_cell_does_not_end_early(void **state)
{
	(void)state;
	SAYS(wording_cell(&out, "a\",\"=b\n"), "\"a\"\",\"\"=b\\x0a\"");
	SAYS(wording_cell(&out, ""), "\"\"");
}

int
main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    STAGED(numbers_are_read_easily),
	    STAGED(times_are_read_easily),
	    STAGED(a_page_takes_no_markup),
	    STAGED(a_terminal_takes_no_orders),
	    STAGED(a_cell_begins_no_formula),
	    STAGED(a_cell_does_not_end_early),
	};

	return RUN_TESTS(tests);
}
