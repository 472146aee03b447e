/*
 * quoted-printable with broken escapes. Every '=' is looked at once: it is an
 * escape, a soft line break, or broken and treated as the rules say.
 */
#include <string.h>

#include "decode_priv.h"

struct reader {
	const unsigned char *in;
	size_t len, at;
	enum qp_lower lower;
};

static int
hex_value(unsigned char c, enum qp_lower lower)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f' && lower != LOWER_IS_BAD &&
	    lower != LOWER_IS_DROPPED)
		return c - 'a' + 10;
	return -1;
}

/* Goes over pairs that count for nothing, wherever they stand. */
static size_t
skip_dropped(const struct reader *r, size_t at)
{
	const unsigned char *p;

	for (; at + 1 < r->len && r->in[at] == '='; at += 2) {
		p = r->in + at + 1;
		if (r->lower == LOWER_IS_DROPPED && *p >= 'a' && *p <= 'f')
			continue;
		if (r->lower == DIGIT_IS_DROPPED &&
		    hex_value(p[0], LOWER_IS_HEX) >= 0 && at + 2 < r->len &&
		    hex_value(p[1], LOWER_IS_HEX) < 0)
			continue;
		break;
	}
	return at;
}

/* The length of a soft line break at `at`, 0 when there is none. */
static size_t
soft_break(const unsigned char *in, size_t len, size_t at)
{
	size_t end = at + 1;

	while (end < len && (in[end] == ' ' || in[end] == '\t'))
		end++;
	if (end == len)
		return end - at;
	if (in[end] == '\r')
		return end + 1 < len && in[end + 1] == '\n' ? end + 2 - at
							    : end + 1 - at;
	return in[end] == '\n' ? end + 1 - at : 0;
}

/* What a broken escape leaves in the text, and how far it reaches. */
static size_t
broken(struct reader *r, enum qp_bad bad, unsigned char *out)
{
	size_t left = r->len - r->at, n;

	switch (bad) {
	case BAD_KEPT:
		out[0] = '=';
		r->at++;
		return 1;
	case BAD_KEPT_ALL:
		n = left < 3 ? left : 3;
		memcpy(out, r->in + r->at, n);
		r->at += n;
		return n;
	case BAD_DROPS_BLANKS:
		for (r->at++; r->at < r->len; r->at++)
			if (r->in[r->at] != ' ' && r->in[r->at] != '\t')
				break;
		return 0;
	default:
		n = (size_t)(bad - BAD_DROPS_1) + 1;
		/* The next '=' is looked at by itself. */
		if (left > 1 && r->in[r->at + 1] == '=')
			n = 1;
		r->at += n < left ? n : left;
		return 0;
	}
}

size_t
qp_decode(struct qp_rules rules, const unsigned char *in, size_t len,
    unsigned char *out)
{
	struct reader r = {in, len, 0, rules.lower};
	const unsigned char *next;
	size_t n = 0, more, at;
	int high, low;

	while (r.at < len) {
		next = memchr(in + r.at, '=', len - r.at);
		more = next == NULL ? len - r.at : (size_t)(next - in) - r.at;
		memmove(out + n, in + r.at, more);
		n += more;
		r.at = skip_dropped(&r, r.at + more);
		if (r.at >= len || in[r.at] != '=')
			continue;
		at = skip_dropped(&r, r.at + 1);
		more = soft_break(in, len, at - 1);
		high = at + 1 < len ? hex_value(in[at], rules.lower) : -1;
		low = high >= 0 ? hex_value(in[at + 1], rules.lower) : -1;
		if (more > 0) {
			r.at = at - 1 + more;
		} else if (low >= 0) {
			out[n++] = (unsigned char)(high << 4 | low);
			r.at = at + 2;
		} else {
			n += broken(&r, rules.bad, out + n);
		}
	}
	return n;
}

void
qp_look(const unsigned char *in, size_t len, struct qp_look *r)
{
	const unsigned char *p = in, *end = in + len;
	int high, low;
	size_t n;

	*r = (struct qp_look){0};
	while (p < end && (p = memchr(p, '=', (size_t)(end - p))) != NULL) {
		n = soft_break(in, len, (size_t)(p - in));
		high = p + 2 < end ? hex_value(p[1], LOWER_IS_HEX) : -1;
		low = high >= 0 ? hex_value(p[2], LOWER_IS_HEX) : -1;
		if (n > 0) {
			r->breaks++;
			p += n;
			continue;
		}
		if (p + 1 < end && p[1] >= 'a' && p[1] <= 'f')
			r->lower = true;
		if (low < 0) {
			r->bad++;
			p++;
			continue;
		}
		r->lower |= p[2] >= 'a';
		r->escapes++;
		p += 3;
	}
}
