/*
 * Which charset bytes are in that nobody declared, and Japanese escape
 * sequences. The two Japanese charsets of eight bits are told apart by reading
 * the bytes as each of them: the one with fewer faults, or with more kana.
 */
#include <stdbool.h>
#include <string.h>

#include "charset_priv.h"
#include "text.h"

enum { LOOK_MAX = 65536 };

/* How well bytes read as a charset. */
struct reading {
	size_t faults;
	size_t kana; /* Hiragana and Katakana of full width */
	size_t kanji;
	size_t half; /* Katakana of half width */
};

static bool
is_within(unsigned char c, unsigned char from, unsigned char to)
{
	return c >= from && c <= to;
}

static struct reading
read_as_euc(const unsigned char *s, size_t len)
{
	struct reading r = {0};
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] < 0x80)
			continue;
		if (i + 1 == len)
			break;
		if (s[i] == 0x8e && is_within(s[i + 1], 0xa1, 0xdf)) {
			r.half++;
			i++;
		} else if (is_within(s[i], 0xa1, 0xfe) &&
			   is_within(s[i + 1], 0xa1, 0xfe)) {
			r.kana += s[i] == 0xa4 || s[i] == 0xa5;
			r.kanji += is_within(s[i], 0xb0, 0xf4);
			i++;
		} else {
			r.faults++;
		}
	}
	return r;
}

static struct reading
read_as_sjis(const unsigned char *s, size_t len)
{
	struct reading r = {0};
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] < 0x80)
			continue;
		if (is_within(s[i], 0xa1, 0xdf)) {
			r.half++;
			continue;
		}
		if (i + 1 == len)
			break;
		if ((is_within(s[i], 0x81, 0x9f) ||
			is_within(s[i], 0xe0, 0xfc)) &&
		    (is_within(s[i + 1], 0x40, 0x7e) ||
			is_within(s[i + 1], 0x80, 0xfc))) {
			r.kana += s[i] == 0x82 || s[i] == 0x83;
			r.kanji += s[i] >= 0x88;
			i++;
		} else {
			r.faults++;
		}
	}
	return r;
}

/* Whether bytes are Japanese in this reading: kana are in every sentence. */
static bool
is_japanese(const struct reading *r)
{
	return r->faults == 0 && r->kana > 0 && r->kana + r->kanji >= r->half;
}

/* ESC $ and ESC ( shift between ASCII and Japanese. */
static bool
has_escapes(const unsigned char *s, size_t len)
{
	const unsigned char *end = s + len, *esc = s;

	while ((esc = memchr(esc, 0x1b, (size_t)(end - esc))) != NULL) {
		if (end - esc >= 3 && esc[1] == '$' &&
		    (esc[2] == 'B' || esc[2] == '@' || esc[2] == '('))
			return true;
		esc++;
	}
	return false;
}

/* Text of Latin letters in 16 bits has every second byte zero. */
static const char *
guess_wide(const unsigned char *s, size_t len)
{
	size_t i, even = 0, odd = 0, pairs = len / 2;

	for (i = 0; i + 1 < len; i += 2) {
		even += s[i] == 0;
		odd += s[i + 1] == 0;
	}
	if (pairs >= 2 && odd > pairs / 2 && even <= pairs / 16)
		return "UTF-16LE";
	if (pairs >= 2 && even > pairs / 2 && odd <= pairs / 16)
		return "UTF-16BE";
	return NULL;
}

const char *
charset_guess(const void *bytes, size_t len)
{
	const unsigned char *data = bytes;
	struct reading euc, sjis;
	const char *wide;

	/* Not in the middle of a character of UTF-8. */
	if (len > LOOK_MAX)
		for (len = LOOK_MAX;
		     (data[len] & 0xc0) == 0x80 && len > LOOK_MAX - 3;)
			len--;
	wide = guess_wide(data, len);
	if (wide != NULL)
		return wide;
	if (has_escapes(data, len))
		return "iso-2022-jp";
	if (text_is_utf8(data, len))
		return "UTF-8";
	euc = read_as_euc(data, len);
	sjis = read_as_sjis(data, len);
	if (is_japanese(&euc) && (!is_japanese(&sjis) || euc.kana >= sjis.kana))
		return "euc-jp";
	if (is_japanese(&sjis))
		return "shift_jis";
	return "WINDOWS-1252";
}

/* What the bytes behind an escape sequence are. */
enum jis_set { JIS_ASCII, JIS_KANA, JIS_0208, JIS_0212 };

/* Reads an escape sequence; its length, or 0 when it is none. */
static size_t
read_escape(const unsigned char *s, size_t len, enum jis_set *set)
{
	if (len >= 4 && memcmp(s, "\033$(", 3) == 0) {
		*set = s[3] == 'D' ? JIS_0212 : JIS_0208;
		return 4;
	}
	if (len >= 3 && s[0] == 0x1b && s[1] == '$') {
		*set = JIS_0208;
		return 3;
	}
	if (len >= 3 && s[0] == 0x1b && s[1] == '(') {
		*set = s[2] == 'I' ? JIS_KANA : JIS_ASCII;
		return 3;
	}
	return 0;
}

void
charset_jis_to_euc(const unsigned char *s, size_t len, struct buf *out)
{
	enum jis_set set = JIS_ASCII;
	size_t i = 0, n;

	while (i < len) {
		if ((n = read_escape(s + i, len - i, &set)) > 0) {
			i += n;
			continue;
		}
		/* A new line is always ASCII, whatever stood before it. */
		if (s[i] == '\n')
			set = JIS_ASCII;
		if (set == JIS_ASCII || !is_within(s[i], 0x21, 0x7e)) {
			(void)buf_addc(out, (char)s[i++]);
			continue;
		}
		if (set == JIS_KANA)
			(void)buf_addc(out, (char)0x8e);
		if (set == JIS_0212)
			(void)buf_addc(out, (char)0x8f);
		(void)buf_addc(out, (char)(s[i++] | 0x80));
		if (set != JIS_KANA && i < len && is_within(s[i], 0x21, 0x7e))
			(void)buf_addc(out, (char)(s[i++] | 0x80));
	}
}
