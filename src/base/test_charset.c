/* Charsets, declared and guessed. */
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "test.h"

enum { ROOM = 100000 };

static void
assert_utf8_n(const char *charset, const char *in, size_t len, const char *want)
{
	struct buf out;

	buf_init(&out, ROOM);
	charset_to_utf8(charset, in, len, &out);
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
	/* Above U+10FFFF, by a name of UTF-8 that only iconv knows. */
	assert_utf8("utf+-8",
	    "a\xf6\xa9\xbd\xaa"
	    "b",
	    "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	    "b");
	assert_utf8("euc-jp",
	    "a\xff\xff"
	    "b",
	    "a\xef\xbf\xbd"
	    "b");
	assert_utf8("shift_jis", "a\x82", "a\xef\xbf\xbd");
	assert_utf8("iso-2022-jp", "\033$B", "");
	buf_init(&out, 5);
	charset_to_utf8("koi8-r", "\xc1\xc2\xc3\xc4", 4, &out);
	assert_true(out.cut);
	assert_true(out.len <= 5);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charsets_are_converted),
	    cmocka_unit_test(charsets_are_guessed),
	    cmocka_unit_test(what_cannot_be_converted_is_replaced),
	};

	return RUN_TESTS(tests);
}
