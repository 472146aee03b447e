/*
 * base64 in all its broken forms. One table sorts characters into kinds; one
 * state collects a group of up to four places, and the rules decide when a
 * group is full, when it is closed early and how many bytes it yields.
 */
#include <stdint.h>

#include "decode_priv.h"

enum { KIND_PAD = 64, KIND_BLANK, KIND_LINE, KIND_JUNK };

struct state {
	unsigned char *out;
	size_t n;
	uint32_t bits;
	unsigned shifts; /* values in `bits` */
	unsigned places; /* taken in the group */
	unsigned pads;   /* of them by padding */
};

static unsigned
kind_of(unsigned char c, bool url)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || (url && c == '-'))
		return 62;
	if (c == '/' || (url && c == '_'))
		return 63;
	if (c == '=')
		return KIND_PAD;
	if (c == ' ' || c == '\t')
		return KIND_BLANK;
	return c == '\n' || c == '\r' ? KIND_LINE : KIND_JUNK;
}

static void
fill_kinds(unsigned char *kinds, bool url)
{
	unsigned i;

	for (i = 0; i < 256; i++)
		kinds[i] = (unsigned char)kind_of((unsigned char)i, url);
}

/* Writes the first `count` bytes of the group and starts a new one. */
static void
put(struct state *s, unsigned count)
{
	uint32_t bits = s->bits << (24 - 6 * s->shifts);
	unsigned i;

	for (i = 0; i < count; i++)
		s->out[s->n++] = (unsigned char)(bits >> (16 - 8 * i));
	s->bits = 0;
	s->shifts = s->places = s->pads = 0;
}

/* Ends a group that is not full: two values are a byte, three are two. */
static void
close_group(struct state *s, bool drop)
{
	unsigned values = s->places - s->pads;

	put(s, drop || values < 2 ? 0 : values - 1);
}

/* Takes one more place; ends the group when that was the fourth. */
static void
add_place(struct state *s, enum base64_pad pad)
{
	if (++s->places < 4)
		return;
	if (s->pads == 0 || pad == PAD_IS_ZERO)
		put(s, 3);
	else if (pad == PAD_SHORTENS)
		put(s, s->pads < 3 ? 3 - s->pads : 0);
	else
		close_group(s, false);
}

static void
add_value(struct state *s, unsigned value, enum base64_pad pad)
{
	s->bits = s->bits << 6 | value;
	s->shifts++;
	add_place(s, pad);
}

/* How many characters from `at` on are whole groups without anything else. */
static size_t
whole_groups(
    const unsigned char *kinds, const unsigned char *in, size_t len, size_t at)
{
	size_t i = at;

	while (
	    i + 4 <= len && (kinds[in[i]] | kinds[in[i + 1]] |
				kinds[in[i + 2]] | kinds[in[i + 3]]) < KIND_PAD)
		i += 4;
	return i - at;
}

/* Writes whole groups, which are the most of any text. */
static void
put_groups(struct state *s, const unsigned char *kinds, const unsigned char *in,
    size_t len)
{
	uint32_t bits;
	size_t i;

	for (i = 0; i < len; i += 4) {
		bits = (uint32_t)kinds[in[i]] << 18 |
		       (uint32_t)kinds[in[i + 1]] << 12 |
		       (uint32_t)kinds[in[i + 2]] << 6 | kinds[in[i + 3]];
		s->out[s->n++] = (unsigned char)(bits >> 16);
		s->out[s->n++] = (unsigned char)(bits >> 8);
		s->out[s->n++] = (unsigned char)bits;
	}
}

/* Handles a padding character; false when the text ends with it. */
static bool
add_pad(struct state *s, enum base64_pad pad)
{
	switch (pad) {
	case PAD_NOTHING:
		return true;
	case PAD_ENDS_RUN:
		close_group(s, false);
		return true;
	case PAD_IS_ZERO:
	case PAD_SHORTENS:
		s->pads++;
		add_value(s, 0, pad);
		return true;
	case PAD_IN_GROUP:
		s->pads++;
		add_place(s, pad);
		return true;
	default:
		return false;
	}
}

/* Padding at the very end is only padding, also where it counts as 0. */
static size_t
without_last_pads(const unsigned char *in, size_t len)
{
	while (len > 0 && kind_of(in[len - 1], true) >= KIND_PAD)
		len--;
	return len;
}

size_t
base64_decode(struct base64_rules r, const unsigned char *in, size_t len,
    unsigned char *out)
{
	struct state s = {.out = out};
	unsigned char kinds[256];
	unsigned kind;
	bool hidden = false;
	size_t i, n;

	fill_kinds(kinds, r.url);
	if (r.pad == PAD_IS_ZERO)
		len = without_last_pads(in, len);
	for (i = 0; i < len; i++) {
		if (s.places == 0 && !hidden) {
			n = whole_groups(kinds, in, len, i);
			put_groups(&s, kinds, in + i, n);
			i += n;
			if (i == len)
				break;
		}
		kind = kinds[in[i]];
		if (kind == KIND_LINE) {
			hidden = false;
			if (r.line >= LINE_ALONE)
				close_group(&s, r.line == LINE_ALONE);
		} else if (hidden) {
			continue;
		} else if (kind < KIND_PAD) {
			add_value(&s, kind, r.pad);
		} else if (kind == KIND_PAD) {
			if (!add_pad(&s, r.pad))
				break;
		} else if (kind == KIND_JUNK) {
			hidden = r.line == LINE_CUT;
		}
	}
	close_group(&s, false);
	return s.n;
}

void
base64_look(const unsigned char *in, size_t len, struct base64_look *r)
{
	unsigned char kinds[256];
	size_t i, n, in_line = 0;
	bool padded = false, odd = false;
	unsigned kind;

	*r = (struct base64_look){0};
	fill_kinds(kinds, false);
	for (i = 0; i < len; i++) {
		kind = kinds[in[i]];
		if (kind < KIND_PAD) {
			r->odd_lines |= odd;
			r->pad_inside |= padded;
			padded = false;
			n = whole_groups(kinds, in, len, i + 1);
			in_line += 1 + n;
			r->alphabet += 1 + n;
			i += n;
		} else if (kind == KIND_PAD) {
			r->runs += !padded;
			padded = true;
			in_line++;
		} else if (kind == KIND_BLANK) {
			r->blanks++;
		} else if (kind == KIND_LINE) {
			odd |= in_line % 4 != 0;
			in_line = 0;
		} else {
			r->junk++;
			r->url |= in[i] == '-' || in[i] == '_';
		}
	}
}
