/* HTML as its text, and the charset that it declares. */
#include <string.h>

#include "charset.h"
#include "html_priv.h"
#include "test.h"

enum { ROOM = 100000 };

static void
assert_html(const char *html, const char *want)
{
	struct buf out;

	buf_init(&out, ROOM);
	html_text(html, strlen(html), &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
html_becomes_its_text(void **state)
{
	(void)state;
	assert_html("<p>Hello <b>w</b>orld</p>", "Hello world\n");
	assert_html("vi<b></b>ag<!-- x > y -->ra", "viagra");
	assert_html("cheap\r\n  meds", "cheap meds");
	assert_html("one<br>two<td>three", "one\ntwo\nthree");
	assert_html("a<script>if (a < b) x('</b>');</script>b", "a\nb");
	assert_html("<style>p { x: y }</STYLE >t", "t");
	assert_html("<a title=\"1 > 0\" href='x>y'>t</a>", "t");
	assert_html("<a title=\">free text", "free text");
	assert_html("1 < 2 & 3 <", "1 < 2 & 3 <");
	assert_html("&lt;&#65;&#x42;&eacute;&nbsp;&amp;x&bogus;&#;&#0;",
	    "<ABé &x&bogus;&#;\xef\xbf\xbd");
	assert_html("&copy 2026 &euro;5", "© 2026 €5");
	assert_html("<![CDATA[kept]]", "kept]]");
	assert_html("<w:p><w:r><w:t>key</w:t></w:r><w:r><w:t>word</w:t></w:r>"
		    "</w:p><w:p>x</w:p>",
	    "keyword\nx\n");
	assert_html("<script>never closed", "");
	assert_html("text<", "text<");
	assert_true(html_is(" \n<!DOCTYPE html>", 16));
	assert_true(html_is("<HTML>", 6));
	assert_false(html_is("plain <html>", 12));
	assert_false(html_is("<", 1));
}

static void
markup_names_its_charset(void **state)
{
	static const char meta[] = "<meta http-equiv=x content=\"text/html; "
				   "charset=Shift_JIS\">";
	static const char xml[] = "<?xml version='1.0' encoding='koi8-r'?>";
	char charset[CHARSET_NAME_MAX];

	(void)state;
	assert_true(html_charset(meta, strlen(meta), charset, sizeof(charset)));
	assert_string_equal(charset, "Shift_JIS");
	assert_true(html_charset(xml, strlen(xml), charset, sizeof(charset)));
	assert_string_equal(charset, "koi8-r");
	assert_false(html_charset("charset=", 8, charset, sizeof(charset)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(html_becomes_its_text),
	    cmocka_unit_test(markup_names_its_charset),
	};

	return RUN_TESTS(tests);
}
