/*
 * Header fields, decoded. Encoded words next to each other in one charset are
 * decoded as one piece, because many programs break them inside a character.
 */
#include "field_priv.h"

#include <string.h>

#include "text.h"
#include "utf8_priv.h"

enum { WORD_MAX = 2048 /* bytes; a longer one is none */ };

/* Decoded bytes that wait for more in the same charset. */
struct decoder {
	struct buf *out;
	struct buf pending;
	char charset[CHARSET_NAME_MAX]; /* "" for bytes outside of words */
	bool after_word;
};

/* The parts of "=?charset?b?text?=". */
struct word {
	char charset[CHARSET_NAME_MAX];
	bool base64;
	struct slice text;
	size_t len; /* all of it */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
line_end(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));

	return nl != NULL ? nl + 1 : end;
}

bool
field_next(struct slice message, size_t *pos, struct field *f)
{
	const char *s, *end, *next, *colon;

	if (message.len > FIELDS_MAX)
		message.len = FIELDS_MAX;
	end = message.data + message.len;
	for (s = message.data + *pos; s < end; s = next) {
		next = line_end(s, end);
		if (*s == '\n' || (*s == '\r' && next - s == 2))
			break;
		while (next < end && (*next == ' ' || *next == '\t'))
			next = line_end(next, end);
		colon = memchr(s, ':', (size_t)(next - s));
		if (colon == NULL || colon == s || is_blank(*s))
			continue;
		f->raw = (struct slice){colon + 1, (size_t)(next - colon) - 1};
		while (colon > s && is_blank(colon[-1]))
			colon--;
		f->name = (struct slice){s, (size_t)(colon - s)};
		*pos = (size_t)(next - message.data);
		return true;
	}
	*pos = message.len;
	return false;
}

bool
field_is(const struct field *f, const char *name)
{
	size_t n = strlen(name);

	return f->name.len == n && text_find(f->name.data, n, name) != NULL;
}

static void
flush(struct decoder *d)
{
	const unsigned char *data = (const unsigned char *)d->pending.data;

	if (d->pending.len > 0)
		utf8_from(d->charset[0] != '\0' ? d->charset : NULL, data,
		    d->pending.len, d->out);
	buf_reset(&d->pending);
}

/* Adds bytes that are in this charset. */
static void
feed(struct decoder *d, const char *charset, const char *s, size_t len)
{
	if (len == 0)
		return;
	if (!text_same(d->charset, charset)) {
		flush(d);
		memcpy(d->charset, charset, strlen(charset) + 1);
	}
	(void)buf_add(&d->pending, s, len);
}

/* Adds text outside of words without its line ends. */
static void
feed_plain(struct decoder *d, const char *s, size_t len)
{
	size_t i, start = 0;

	for (i = 0; i < len; i++)
		if (s[i] == '\r' || s[i] == '\n') {
			feed(d, "", s + start, i - start);
			start = i + 1;
		}
	feed(d, "", s + start, len - start);
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
	if (strchr("bBqQ", mark[1]) == NULL || mark[1] == '\0')
		return false;
	star = memchr(s + 2, '*', (size_t)(mark - s) - 2);
	n = (size_t)((star != NULL ? star : mark) - s) - 2;
	if (n >= sizeof(w->charset))
		return false;
	memcpy(w->charset, s + 2, n);
	w->charset[n] = '\0';
	w->base64 = mark[1] == 'b' || mark[1] == 'B';
	w->text.data = stop = mark + 3;
	while (stop < end && stop - mark < WORD_MAX && *stop != '\n' &&
	       !(*stop == '?' && end - stop > 1 && stop[1] == '='))
		stop++;
	if (end - stop < 2 || *stop != '?')
		return false;
	w->text.len = (size_t)(stop - w->text.data);
	w->len = (size_t)(stop - s) + 2;
	return true;
}

static int
base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *place = c == '\0' ? NULL : strchr(digits, c);

	return place != NULL ? (int)(place - digits) : -1;
}

/* What is no base64 does not count. */
static void
feed_base64(struct decoder *d, const struct word *w)
{
	unsigned bits = 0, n = 0;
	size_t i;
	int digit;
	char c;

	for (i = 0; i < w->text.len; i++) {
		digit = base64_digit(w->text.data[i]);
		if (digit == -1)
			continue;
		bits = bits << 6 | (unsigned)digit;
		n += 6;
		if (n >= 8) {
			n -= 8;
			c = (char)(bits >> n & 0xff);
			feed(d, w->charset, &c, 1);
		}
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
feed_q(struct decoder *d, const struct word *w)
{
	const char *s = w->text.data;
	size_t i;
	char c;

	for (i = 0; i < w->text.len; i++) {
		c = s[i] == '_' ? ' ' : s[i];
		if (c == '=' && i + 2 < w->text.len &&
		    hex_digit(s[i + 1]) != -1 && hex_digit(s[i + 2]) != -1) {
			c = (char)(hex_digit(s[i + 1]) << 4 |
				   hex_digit(s[i + 2]));
			i += 2;
		}
		feed(d, w->charset, &c, 1);
	}
}

/* Whether nothing but blanks is between two places. */
static bool
only_blanks(const char *s, const char *end)
{
	while (s < end && is_blank(*s))
		s++;
	return s == end;
}

void
field_decode(struct slice raw, struct buf *out)
{
	struct decoder d = {.out = out};
	const char *s = raw.data, *end = raw.data + raw.len, *start;
	struct word w;

	while (s < end && is_blank(*s))
		s++;
	while (end > s && is_blank(end[-1]))
		end--;
	buf_init(&d.pending, FIELD_VALUE_MAX);
	for (start = s; s < end;) {
		if (*s != '=' || !find_word(s, (size_t)(end - s), &w)) {
			s++;
			continue;
		}
		/* Blanks between two words only part them. */
		if (!d.after_word || !only_blanks(start, s))
			feed_plain(&d, start, (size_t)(s - start));
		if (w.base64)
			feed_base64(&d, &w);
		else
			feed_q(&d, &w);
		s += w.len;
		start = s;
		d.after_word = true;
	}
	feed_plain(&d, start, (size_t)(end - start));
	flush(&d);
	buf_fini(&d.pending);
}
