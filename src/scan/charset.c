/* Charsets by the C library's iconv; encoded words by hand. */
#include "charset_priv.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "decode_priv.h"
#include "mem.h"
#include "text.h"

enum { CONVERT_CHUNK = 256, WORD_MAX = 4096 };

static const char replacement[] = "\xef\xbf\xbd";

static bool
is_utf8(const char *in, size_t len)
{
	size_t i, n;

	for (i = 0; i < len; i += n)
		if ((n = text_utf8_len(in + i, len - i)) == 0)
			return false;
	return true;
}

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

/* Big or little endian: in names most characters are of Latin letters. */
static const char *
utf16_name(bool little, const char *in, size_t len)
{
	size_t i, even = 0, odd = 0;

	if (len >= 2 && (memcmp(in, "\xfe\xff", 2) == 0))
		return "UTF-16BE";
	if (len >= 2 && (memcmp(in, "\xff\xfe", 2) == 0))
		return "UTF-16LE";
	for (i = 0; i + 1 < len; i += 2) {
		even += in[i] == '\0';
		odd += in[i + 1] == '\0';
	}
	if (even != odd)
		return even > odd ? "UTF-16BE" : "UTF-16LE";
	return little ? "UTF-16LE" : "UTF-16BE";
}

static void
convert(iconv_t cd, const char *in, size_t len, struct buf *out)
{
	char chunk[CONVERT_CHUNK], *to;
	char *from = (char *)(uintptr_t)in;
	size_t room, result;

	while (len > 0) {
		to = chunk;
		room = sizeof(chunk);
		result = iconv(cd, &from, &len, &to, &room);
		if (buf_add(out, chunk, sizeof(chunk) - room) == -1)
			return;
		if (result != (size_t)-1 || errno == E2BIG)
			continue;
		if (buf_adds(out, replacement) == -1 || errno == EINVAL)
			return;
		from++;
		len--;
	}
}

void
charset_add(const char *charset, bool little, const char *in, size_t len,
    struct buf *out)
{
	const char *name = charset;
	iconv_t cd = (iconv_t)-1;

	if (name != NULL && is_charset_name(name)) {
		if (text_same(name, "utf-16") || text_same(name, "utf16"))
			name = utf16_name(little, in, len);
		if (!text_same(name, "utf-8") && !text_same(name, "us-ascii"))
			cd = iconv_open("UTF-8", name);
	}
	if (cd == (iconv_t)-1 && is_utf8(in, len)) {
		(void)buf_add(out, in, len);
		return;
	}
	if (cd == (iconv_t)-1)
		cd = iconv_open("UTF-8", "WINDOWS-1252");
	if (cd == (iconv_t)-1)
		return;
	convert(cd, in, len, out);
	(void)iconv_close(cd);
}

/* The parts of "=?charset?b?text?=". */
struct word {
	char charset[CHARSET_NAME_MAX];
	char how; /* 'b' or 'q' */
	const char *text;
	size_t text_len;
	size_t len; /* all of it */
};

static bool
find_word(const char *in, size_t len, struct word *w)
{
	const char *mark, *language, *stop;
	size_t n;

	if (len < 7 || in[0] != '=' || in[1] != '?')
		return false;
	mark = memchr(in + 2, '?', len - 2);
	if (mark == NULL || (size_t)(in + len - mark) < 3 || mark[2] != '?')
		return false;
	language = memchr(in + 2, '*', (size_t)(mark - in) - 2);
	n = (size_t)((language == NULL ? mark : language) - in) - 2;
	if (n >= sizeof(w->charset))
		return false;
	memcpy(w->charset, in + 2, n);
	w->charset[n] = '\0';
	w->how = (char)tolower((unsigned char)mark[1]);
	w->text = mark + 3;
	stop = w->text;
	while (stop < in + len &&
	       !(*stop == '?' && (stop + 1 == in + len || stop[1] == '=')))
		stop++;
	w->text_len = (size_t)(stop - w->text);
	w->len =
	    (size_t)(stop - in) + (stop < in + len) + (stop + 1 < in + len);
	return w->text_len <= WORD_MAX && (w->how == 'b' || w->how == 'q');
}

static size_t
decode_word(const struct word *w, char *out)
{
	const struct base64_rules base64 = {PAD_ENDS_RUN, LINE_IGNORED, false};
	const struct qp_rules qp = {BAD_KEPT, LOWER_IS_HEX};
	char text[WORD_MAX];
	size_t i;

	if (w->how == 'b')
		return base64_decode(base64, (const unsigned char *)w->text,
		    w->text_len, (unsigned char *)out);
	for (i = 0; i < w->text_len; i++)
		text[i] = w->text[i] == '_' ? ' ' : w->text[i];
	return qp_decode(
	    qp, (const unsigned char *)text, i, (unsigned char *)out);
}

void
charset_add_words(
    const char *charset, const char *in, size_t len, struct buf *out)
{
	char decoded[WORD_MAX];
	size_t at = 0, start = 0, blanks;
	bool after_word = false;
	struct word w;

	while (at < len) {
		if (in[at] != '=' || !find_word(in + at, len - at, &w)) {
			at++;
			continue;
		}
		for (blanks = start; blanks < at; blanks++)
			if (!isspace((unsigned char)in[blanks]))
				break;
		/* Blanks between two words only part them. */
		if (!after_word || blanks < at)
			charset_add(
			    charset, false, in + start, at - start, out);
		charset_add(
		    w.charset, false, decoded, decode_word(&w, decoded), out);
		at += w.len;
		start = at;
		after_word = true;
	}
	charset_add(charset, false, in + start, len - start, out);
}
