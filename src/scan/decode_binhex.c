/*
 * BinHex 4.0: six bits a character, then runs of equal bytes, then a header
 * and two forks. The checksums are not looked at: what matters is what a
 * program that does not look either would store.
 */
#include <stdint.h>
#include <string.h>

#include "decode_priv.h"

enum { REPEAT = 0x90 };

static const char alphabet[] =
    "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

struct output {
	unsigned char *out;
	size_t max, n;
	unsigned char last;
	bool repeat; /* the next byte is a count */
};

static void
put(struct output *o, unsigned char c, size_t times)
{
	for (; times > 0; times--, o->n++)
		if (o->n < o->max)
			o->out[o->n] = c;
}

static void
add_byte(struct output *o, unsigned char c)
{
	if (o->repeat) {
		o->repeat = false;
		if (c == 0) {
			put(o, REPEAT, 1);
			o->last = REPEAT;
		} else {
			put(o, o->last, (size_t)c - 1);
		}
	} else if (c == REPEAT) {
		o->repeat = true;
	} else {
		put(o, c, 1);
		o->last = c;
	}
}

size_t
binhex_decode(const unsigned char *in, size_t len, unsigned char *out,
    size_t max, size_t *used_r)
{
	struct output o = {.out = out, .max = max};
	const unsigned char *start = memchr(in, ':', len);
	const char *found;
	uint32_t bits = 0;
	unsigned n_bits = 0;
	size_t i;

	*used_r = len;
	if (start == NULL)
		return 0;
	for (i = (size_t)(start - in) + 1; i < len && in[i] != ':'; i++) {
		found = in[i] == '\0' ? NULL : strchr(alphabet, in[i]);
		if (found == NULL)
			continue;
		bits = (bits << 6 | (uint32_t)(found - alphabet)) & 0xffff;
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			add_byte(&o, (unsigned char)(bits >> n_bits));
		}
	}
	*used_r = i < len ? i + 1 : len;
	return o.n;
}

static size_t
number(const unsigned char *p)
{
	return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 |
	       p[3];
}

bool
binhex_forks(
    const unsigned char *decoded, size_t len, struct binhex_file *file_r)
{
	/* name, version, type, creator, flags, two lengths, checksum */
	const size_t fixed = 1 + 4 + 4 + 2 + 4 + 4 + 2;
	size_t name_len, at;

	*file_r = (struct binhex_file){0};
	if (len == 0)
		return false;
	name_len = decoded[0];
	if (name_len == 0 || name_len >= sizeof(file_r->name) ||
	    len < 1 + name_len + fixed)
		return false;
	memcpy(file_r->name, decoded + 1, name_len);
	at = 1 + name_len + 1 + 4 + 4 + 2;
	file_r->data_len = number(decoded + at);
	file_r->resource_len = number(decoded + at + 4);
	at += 4 + 4 + 2;
	file_r->data = decoded + at;
	if (file_r->data_len > len - at)
		file_r->data_len = len - at;
	at += file_r->data_len;
	at = len - at < 2 ? len : at + 2;
	file_r->resource = decoded + at;
	if (file_r->resource_len > len - at)
		file_r->resource_len = len - at;
	return true;
}
