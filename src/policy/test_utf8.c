/* Text for content rules: charsets, HTML and header fields. */
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "field_priv.h"
#include "html_priv.h"
#include "test.h"
#include "utf8_priv.h"

enum { ROOM = 100000 };

static void
assert_utf8_n(const char *charset, const char *in, size_t len, const char *want)
{
	struct buf out;

	buf_init(&out, ROOM);
	utf8_from(charset, (const unsigned char *)in, len, &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
assert_utf8(const char *charset, const char *in, const char *want)
{
	assert_utf8_n(charset, in, strlen(in), want);
}

/* The text in another charset, as iconv writes it; its length in *len_r. */
static char *
encode(const char *charset, const char *text, size_t *len_r)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	size_t in_len = strlen(text), room = 8 * in_len + 64, all = room;
	char *out = calloc(room, 1), *to = out, *in = (char *)(uintptr_t)text;

	assert_true(cd != (iconv_t)-1);
	assert_true(iconv(cd, &in, &in_len, &to, &room) != (size_t)-1);
	assert_true(iconv(cd, NULL, NULL, &to, &room) != (size_t)-1);
	(void)iconv_close(cd);
	*len_r = all - room;
	return out;
}

/* Declared as `charset`, or guessed, the text comes back. */
static void
assert_round(const char *written, const char *declared, const char *text)
{
	size_t len;
	char *bytes = encode(written, text, &len);

	assert_utf8_n(declared, bytes, len, text);
	free(bytes);
}

static void
charsets_are_converted(void **state)
{
	static const char japanese[] = "未承諾広告※アダルト、ひらがな";
	static const char russian[] = "дешево купить";
	static const char chinese[] = "免费发票";

	(void)state;
	assert_round("ISO-2022-JP", "iso-2022-jp", japanese);
	assert_round("EUC-JP", "euc-jp", japanese);
	assert_round("CP932", "Shift_JIS", japanese);
	assert_round("KOI8-R", "koi8-r", russian);
	assert_round("WINDOWS-1251", "windows-1251", russian);
	assert_round("GB18030", "GB18030", chinese);
	assert_round("GBK", "gb2312", chinese);
	assert_round("BIG5", "big5", "免費發票");
	assert_round("UTF-16LE", "utf-16", "plain Latin");
	assert_round("UTF-16BE", "utf-16", "plain Latin");
	assert_round("UTF-7", "utf-7", japanese);
	assert_round("EUC-KR", "ks_c_5601-1987", "무료");
	/* What vendors added to the standard sets. */
	assert_utf8("iso-2022-jp", "\033$B-!-j\033(B.", "①㈱.");
	assert_utf8("iso-2022-jp", "\033(I63\033(B", "ｶｳ");
	assert_utf8("iso-8859-1", "\x93q\x94", "“q”");
	assert_utf8_n("us-ascii",
	    "\xff\xfe"
	    "a\0b\0",
	    6, "ab");
	assert_utf8("", "caf\xe9", "café");
}

static void
charsets_are_guessed(void **state)
{
	static const char text[] = "出会い系サイトのご案内です。";

	(void)state;
	assert_round("ISO-2022-JP", NULL, text);
	assert_round("EUC-JP", NULL, text);
	assert_round("CP932", NULL, text);
	assert_round("UTF-8", NULL, text);
	assert_round("CP932", "us-ascii", text);
	assert_round("CP932", "x-unknown", text);
	assert_round("CP932", "../../evil", text);
	assert_round("UTF-16LE", NULL, "guessed by its zeroes");
	assert_round("UTF-16BE", NULL, "guessed by its zeroes");
	assert_utf8(NULL, "r\xe9sum\xe9", "résumé");
}

static void
what_cannot_be_converted_is_replaced(void **state)
{
	struct buf out;

	(void)state;
	assert_utf8("utf-8",
	    "a\xff"
	    "b",
	    "a\xef\xbf\xbd"
	    "b");
	assert_utf8("euc-jp",
	    "a\xff\xff"
	    "b",
	    "a\xef\xbf\xbd"
	    "b");
	assert_utf8("shift_jis", "a\x82", "a\xef\xbf\xbd");
	assert_utf8("iso-2022-jp", "\033$B", "");
	buf_init(&out, 5);
	utf8_from("koi8-r", (const unsigned char *)"\xc1\xc2\xc3\xc4", 4, &out);
	assert_true(out.cut);
	assert_true(out.len <= 5);
	buf_fini(&out);
}

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

static void
assert_field(const char *raw, const char *want)
{
	struct buf out;

	buf_init(&out, FIELD_VALUE_MAX);
	field_decode((struct slice){raw, strlen(raw)}, &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
fields_are_decoded(void **state)
{
	(void)state;
	assert_field(" plain\r\n\ttext \r\n", "plain\ttext");
	/* A subject of ASCII and Japanese, in words and between them. */
	assert_field("Re: =?ISO-2022-JP?B?GyRCTCQ+NUJ6OS05cBsoQg==?= sale "
		     "=?utf-8?q?caf=C3=A9_x?=",
	    "Re: 未承諾広告 sale café x");
	assert_field("=?utf-8?Q?a?= \r\n =?utf-8?Q?b?= c", "ab c");
	/* One character in two words. */
	assert_field("=?utf-8?B?5pel5g==?= =?UTF-8?B?nKw=?=", "日本");
	assert_field("x=?utf-8?q?y?=z", "xyz");
	assert_field("=?utf-8*en?q?y?=", "y");
	assert_field("=?utf-8?q?=4=zz=e3=81=82=?=", "=4=zzあ=");
	assert_field("=?utf-8?x?y?= =?utf-8?q?open", "=?utf-8?x?y?= "
						     "=?utf-8?q?open");
	assert_field("raw \x8f\x6f\x89\xef\x82\xa2", "raw 出会い");
	assert_field("", "");
	assert_field("=?", "=?");
}

static void
fields_are_found(void **state)
{
	static const char mail[] = "From x\nSubject : a\n b\nbroken\n"
				   "X:\nTo: c\n\nCc: no\n";
	struct slice message = {mail, strlen(mail)};
	struct field f;
	size_t pos = 0;

	(void)state;
	assert_true(field_next(message, &pos, &f));
	assert_true(field_is(&f, "subject"));
	assert_int_equal(f.raw.len, strlen(" a\n b\n"));
	assert_true(field_next(message, &pos, &f));
	assert_true(field_is(&f, "X"));
	assert_false(field_is(&f, "XX"));
	assert_true(field_next(message, &pos, &f));
	assert_true(field_is(&f, "To"));
	assert_false(field_next(message, &pos, &f));
	assert_false(field_next(message, &pos, &f));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charsets_are_converted),
	    cmocka_unit_test(charsets_are_guessed),
	    cmocka_unit_test(what_cannot_be_converted_is_replaced),
	    cmocka_unit_test(html_becomes_its_text),
	    cmocka_unit_test(markup_names_its_charset),
	    cmocka_unit_test(fields_are_decoded),
	    cmocka_unit_test(fields_are_found),
	};

	return RUN_TESTS(tests);
}
