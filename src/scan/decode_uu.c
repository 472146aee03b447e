/* uuencode and yEnc: encodings of whole lines. */
#include <string.h>

#include "decode_priv.h"

/* The line at `at`, without its end; `next_r` is where the next one starts. */
static size_t
line_at(const unsigned char *in, size_t len, size_t at, size_t *next_r)
{
	const unsigned char *lf = memchr(in + at, '\n', len - at);
	size_t end = lf == NULL ? len : (size_t)(lf - in);

	*next_r = lf == NULL ? len : end + 1;
	while (end > at && (in[end - 1] == '\r' || in[end - 1] == '\n'))
		end--;
	return end - at;
}

static unsigned
uu_value(const unsigned char *line, size_t n, size_t at)
{
	/* Programs that strip blanks at the end of a line strip zeros. */
	return at < n ? (unsigned)(line[at] - ' ') & 63 : 0;
}

/* Decodes a line to `out`, which has room for `max` bytes. */
static size_t
uu_line(const unsigned char *line, size_t n, unsigned char *out, size_t max)
{
	size_t count = uu_value(line, n, 0), i, at = 1;
	unsigned bits = 0;

	for (i = 0; out != NULL && i < count && i < max; i++) {
		if (i % 3 == 0) {
			bits = uu_value(line, n, at) << 18 |
			       uu_value(line, n, at + 1) << 12 |
			       uu_value(line, n, at + 2) << 6 |
			       uu_value(line, n, at + 3);
			at += 4;
		}
		out[i] = (unsigned char)(bits >> (16 - 8 * (i % 3)));
	}
	return count;
}

static bool
is_uu_line(const unsigned char *line, size_t n)
{
	size_t i;

	if (n == 0 || line[0] < ' ' || line[0] > '`')
		return false;
	for (i = 1; i < n; i++)
		if (line[i] < ' ' || line[i] > '`')
			return false;
	return true;
}

size_t
uu_decode(const unsigned char *in, size_t len, unsigned char *out, size_t max,
    size_t *used_r)
{
	size_t at = 0, next, n, got = 0;

	while (at < len) {
		n = line_at(in, len, at, &next);
		if (n == 3 && memcmp(in + at, "end", 3) == 0) {
			at = next;
			break;
		}
		if (n > 0 && !is_uu_line(in + at, n))
			break;
		if (n > 0)
			got += uu_line(in + at, n,
			    out == NULL ? NULL : out + (got < max ? got : max),
			    out == NULL || got >= max ? 0 : max - got);
		at = next;
	}
	*used_r = at;
	return got;
}

static bool
starts_with(const unsigned char *in, size_t n, const char *what)
{
	return n >= strlen(what) && memcmp(in, what, strlen(what)) == 0;
}

size_t
yenc_decode(
    const unsigned char *in, size_t len, unsigned char *out, size_t *used_r)
{
	size_t at, next, n, i, got = 0;

	(void)line_at(in, len, 0, &at);
	for (; at < len; at = next) {
		n = line_at(in, len, at, &next);
		if (starts_with(in + at, n, "=yend")) {
			at = next;
			break;
		}
		if (starts_with(in + at, n, "=ypart "))
			continue;
		for (i = 0; i < n; i++) {
			if (in[at + i] == '\r')
				continue;
			if (in[at + i] == '=' && i + 1 < n)
				out[got++] =
				    (unsigned char)(in[at + ++i] - 64 - 42);
			else
				out[got++] = (unsigned char)(in[at + i] - 42);
		}
	}
	*used_r = at;
	return got;
}
