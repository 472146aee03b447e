/*
 * Encoded words. The decoded bytes of neighbours are collected as long as
 * their charset is the same, and only then become UTF-8.
 */
#include "encoded_word.h"

#include <ctype.h>
#include <string.h>

#include "charset.h"
#include "text.h"

enum {
	WORD_MAX = 4096, /* bytes of its text; a longer one is none */
	PENDING_MAX = 64 * 1024
};

/* Decoded bytes that wait for more in the same charset. */
struct decoder {
	struct buf *out;
	struct buf pending;
	const char *outside;            /* charset of bytes outside of words */
	char charset[CHARSET_NAME_MAX]; /* of what is pending */
	bool in_word;                   /* `charset` counts */
	bool after_word;
};

/* The parts of "=?charset*language?b?text?=". */
struct word {
	char charset[CHARSET_NAME_MAX];
	char how; /* 'b' or 'q' */
	struct slice text;
	size_t len; /* all of it */
};

static void
flush(struct decoder *d)
{
	if (d->pending.len > 0)
		charset_to_utf8(d->in_word ? d->charset : d->outside,
		    d->pending.data, d->pending.len, d->out);
	buf_reset(&d->pending);
}

static void
feed(struct decoder *d, const char *s, size_t len)
{
	if (buf_add(&d->pending, s, len) == 0)
		return;
	flush(d);
	if (buf_add(&d->pending, s, len) == -1)
		charset_to_utf8(
		    d->in_word ? d->charset : d->outside, s, len, d->out);
}

static bool
find_word(const char *s, size_t len, struct word *w)
{
	const char *mark, *star, *stop, *end = s + len;
	size_t n;

	if (len < 7 || s[0] != '=' || s[1] != '?')
		return false;
	mark = memchr(s + 2, '?', len - 2);
	if (mark == NULL || end - mark < 3 || mark[2] != '?')
		return false;
	star = memchr(s + 2, '*', (size_t)(mark - s) - 2);
	n = (size_t)((star != NULL ? star : mark) - s) - 2;
	if (n >= sizeof(w->charset))
		return false;
	memcpy(w->charset, s + 2, n);
	w->charset[n] = '\0';
	w->how = (char)tolower((unsigned char)mark[1]);
	w->text.data = stop = mark + 3;
	while (stop < end &&
	       !(*stop == '?' && (stop + 1 == end || stop[1] == '=')))
		stop++;
	w->text.len = (size_t)(stop - w->text.data);
	w->len = (size_t)(stop - s) + (stop < end) + (stop + 1 < end);
	return w->text.len <= WORD_MAX && (w->how == 'b' || w->how == 'q');
}

static int
base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *place = c == '\0' ? NULL : strchr(digits, c);

	return place != NULL ? (int)(place - digits) : -1;
}

/* Behind padding, another run may begin; what is no base64 does not count. */
static void
feed_base64(struct decoder *d, struct slice text)
{
	unsigned bits = 0, n = 0;
	size_t i;
	int digit;
	char c;

	for (i = 0; i < text.len; i++) {
		if (text.data[i] == '=')
			n = 0;
		digit = base64_digit(text.data[i]);
		if (digit == -1)
			continue;
		bits = bits << 6 | (unsigned)digit;
		n += 6;
		if (n >= 8) {
			n -= 8;
			c = (char)(bits >> n & 0xff);
			feed(d, &c, 1);
		}
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
feed_q(struct decoder *d, struct slice text)
{
	const char *s = text.data;
	size_t i;
	char c;

	for (i = 0; i < text.len; i++) {
		c = s[i] == '_' ? ' ' : s[i];
		if (c == '=' && i + 2 < text.len && hex_digit(s[i + 1]) != -1 &&
		    hex_digit(s[i + 2]) != -1) {
			c = (char)(hex_digit(s[i + 1]) << 4 |
				   hex_digit(s[i + 2]));
			i += 2;
		}
		feed(d, &c, 1);
	}
}

static void
feed_word(struct decoder *d, const struct word *w)
{
	if (!d->in_word || !text_same(d->charset, w->charset)) {
		flush(d);
		memcpy(d->charset, w->charset, sizeof(d->charset));
		d->in_word = true;
	}
	if (w->how == 'b')
		feed_base64(d, w->text);
	else
		feed_q(d, w->text);
}

/* Text outside of words; blanks between two words only part them. */
static void
feed_plain(struct decoder *d, const char *s, const char *end, bool word_follows)
{
	const char *p = s;

	while (p < end && isspace((unsigned char)*p))
		p++;
	if (s == end || (d->after_word && word_follows && p == end))
		return;
	if (d->in_word)
		flush(d);
	d->in_word = false;
	feed(d, s, (size_t)(end - s));
}

void
encoded_words_decode(const char *charset, struct slice raw, struct buf *out)
{
	struct decoder d = {.out = out, .outside = charset};
	const char *s = raw.data, *end = raw.data + raw.len, *start = s;
	struct word w;

	buf_init(&d.pending, PENDING_MAX);
	while (s < end) {
		if (*s != '=' || !find_word(s, (size_t)(end - s), &w)) {
			s++;
			continue;
		}
		feed_plain(&d, start, s, true);
		feed_word(&d, &w);
		s += w.len;
		start = s;
		d.after_word = true;
	}
	feed_plain(&d, start, end, false);
	flush(&d);
	buf_fini(&d.pending);
}
