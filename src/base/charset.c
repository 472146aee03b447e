/*
 * Text in any charset as UTF-8, by the C library's iconv. Charsets that mails
 * declare are often a smaller one than is used: each is read as the largest
 * that contains it.
 */
#include "charset.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "charset_priv.h"
#include "text.h"

enum { CONVERT_CHUNK = 4096, GUESS_LOOK = 65536 };

static const char replacement[] = "\xef\xbf\xbd";

/* What is declared, and what it is read as. */
static const struct {
	const char *name, *as;
} aliases[] = {
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso-8859-11", "WINDOWS-874"},
    {"tis-620", "WINDOWS-874"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"windows-31j", "CP932"},
    {"euc-jp", "EUC-JP-MS"},
    {"x-euc-jp", "EUC-JP-MS"},
    {"x-euc", "EUC-JP-MS"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"euc-cn", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"euc-kr", "UHC"},
    {"ks_c_5601-1987", "UHC"},
    {"cp949", "UHC"},
    {"windows-949", "UHC"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf-32", "UTF-32LE"},
};

/* Hostile names could be paths or options to iconv; ours are plain. */
static bool
is_charset_name(const char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if (!isalnum((unsigned char)s[i]) &&
		    strchr("-_.:+()", s[i]) == NULL)
			return false;
	return i > 0 && i < CHARSET_NAME_MAX;
}

/* What is no UTF-8 is replaced; -1 when the buffer is full. */
static int
add_utf8(const void *data, size_t len, struct buf *out)
{
	const char *s = data;
	size_t at = 0, start = 0, n;

	while (at < len) {
		n = text_utf8_len(s + at, len - at);
		if (n > 0) {
			at += n;
			continue;
		}
		if (buf_add(out, s + start, at - start) == -1 ||
		    buf_adds(out, replacement) == -1)
			return -1;
		start = ++at;
	}
	return buf_add(out, s + start, at - start);
}

/* Behind bytes that mean nothing: in most charsets two high ones are a pair. */
static size_t
bad_len(const char *s, size_t len)
{
	return len >= 2 && (s[0] & 0x80) && (s[1] & 0x80) ? 2 : 1;
}

/*
 * iconv takes more names for UTF-8 than are known here ("utf+-8"), and hands
 * on numbers that Unicode does not have: what it says is looked at again.
 */
static void
convert(iconv_t cd, const unsigned char *data, size_t len, struct buf *out)
{
	char chunk[CONVERT_CHUNK], *to;
	char *from = (char *)(uintptr_t)data;
	size_t room, result, bad;
	int error;

	while (len > 0) {
		to = chunk;
		room = sizeof(chunk);
		result = iconv(cd, &from, &len, &to, &room);
		error = errno;
		if (add_utf8(chunk, sizeof(chunk) - room, out) == -1)
			return;
		if (result != (size_t)-1 || error == E2BIG)
			continue;
		if (buf_adds(out, replacement) == -1 || error == EINVAL)
			return;
		bad = bad_len(from, len);
		from += bad;
		len -= bad;
	}
	/* What a stateful charset still holds back. */
	to = chunk;
	room = sizeof(chunk);
	(void)iconv(cd, NULL, NULL, &to, &room);
	(void)add_utf8(chunk, sizeof(chunk) - room, out);
}

static bool
is_jis(const char *charset)
{
	static const char *const names[] = {"iso-2022-jp", "iso-2022-jp-1",
	    "iso-2022-jp-3", "iso-2022-jp-ms", "cp50220", "cp50221", "jis",
	    "csiso2022jp"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_same(charset, names[i]))
			return true;
	return false;
}

static bool
is_utf16(const char *charset)
{
	return text_same(charset, "utf-16") || text_same(charset, "utf16") ||
	       text_same(charset, "ucs-2") || text_same(charset, "unicode");
}

/* Where most zeroes are shows the order of the bytes. */
static const char *
utf16_order(const unsigned char *data, size_t len)
{
	size_t i, even = 0, odd = 0;

	for (i = 0; i + 1 < len && i < GUESS_LOOK; i += 2) {
		even += data[i] == 0;
		odd += data[i + 1] == 0;
	}
	return odd > even ? "UTF-16LE" : "UTF-16BE";
}

/* The charset of a mark at the start, whose length is in *len_r; or NULL. */
static const char *
by_mark(const unsigned char *data, size_t len, size_t *len_r)
{
	static const struct {
		const char *mark;
		size_t len;
		const char *charset;
	} marks[] = {{"\xef\xbb\xbf", 3, "UTF-8"},
	    {"\xff\xfe\0\0", 4, "UTF-32LE"}, {"\xff\xfe", 2, "UTF-16LE"},
	    {"\xfe\xff", 2, "UTF-16BE"}, {"\0\0\xfe\xff", 4, "UTF-32BE"}};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (len >= marks[i].len &&
		    memcmp(data, marks[i].mark, marks[i].len) == 0) {
			*len_r = marks[i].len;
			return marks[i].charset;
		}
	return NULL;
}

static const char *
known_as(const char *charset)
{
	size_t i;

	for (i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (text_same(charset, aliases[i].name))
			return aliases[i].as;
	return charset;
}

/*
 * Adds bytes in a charset; false when iconv does not know it. Plain ASCII
 * with high bytes is no charset that anybody can have meant.
 */
static bool
add_known(
    const char *charset, const unsigned char *data, size_t len, struct buf *out)
{
	struct buf euc;
	iconv_t cd;

	if (is_jis(charset)) {
		buf_init(&euc, 2 * len + 1);
		charset_jis_to_euc(data, len, &euc);
		cd = iconv_open("UTF-8", "EUC-JP-MS");
		if (cd != (iconv_t)-1) {
			convert(
			    cd, (const unsigned char *)euc.data, euc.len, out);
			(void)iconv_close(cd);
		}
		buf_fini(&euc);
		return cd != (iconv_t)-1;
	}
	if (is_utf16(charset))
		charset = utf16_order(data, len);
	charset = known_as(charset);
	if (text_same(charset, "UTF-8")) {
		(void)add_utf8(data, len, out);
		return true;
	}
	cd = iconv_open("UTF-8", charset);
	if (cd == (iconv_t)-1)
		return false;
	convert(cd, data, len, out);
	(void)iconv_close(cd);
	return true;
}

static bool
is_ascii(const unsigned char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (data[i] >= 0x80 || data[i] == 0x1b || data[i] == 0)
			return false;
	return true;
}

/* Whether ASCII is the same in it; most texts are nothing else. */
static bool
contains_ascii(const char *charset)
{
	static const char *const starts[] = {"utf-8", "iso-8859-", "windows-",
	    "koi8-", "gb", "euc-", "big5", "shift_jis"};
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (text_starts(charset, starts[i]))
			return true;
	return false;
}

void
charset_to_utf8(
    const char *charset, const void *bytes, size_t len, struct buf *out)
{
	const unsigned char *data = bytes;
	const char *mark;
	size_t mark_len = 0;

	mark = by_mark(data, len, &mark_len);
	if (mark != NULL) {
		(void)add_known(mark, data + mark_len, len - mark_len, out);
		return;
	}
	if (charset != NULL &&
	    (!is_charset_name(charset) || text_same(charset, "us-ascii") ||
		text_same(charset, "ascii")))
		charset = NULL;
	if ((charset == NULL || contains_ascii(charset)) &&
	    is_ascii(data, len)) {
		(void)buf_add(out, data, len);
		return;
	}
	if (charset != NULL && add_known(charset, data, len, out))
		return;
	if (!add_known(charset_guess(data, len), data, len, out))
		(void)add_utf8(data, len, out);
}
