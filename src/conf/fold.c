/*
 * One form for texts that people read as the same. Normalising costs much
 * more than copying, so only the runs of characters that it can change, each
 * with the character in front, go through it.
 */
#include "fold.h"

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

enum {
	REPLACEMENT = 0xfffd,
	RUN_MAX = 1024,   /* bytes that are normalised at once */
	EXPANSION = 20,   /* one character may become 18 */
	SEEN_FIRST = 0xa0 /* below it, nothing changes */
};

struct range {
	uint32_t from, to;
};

/* Characters that stay as they are, most frequent scripts first. */
static const struct range stable[] = {
    {0x4e00, 0x9fff}, /* ideographs */
    {0x3041, 0x3096}, /* Hiragana */
    {0x30a1, 0x30fa}, /* Katakana */
    {0x3001, 0x3003}, /* punctuation */
    {0x300c, 0x300d}, /* quotation marks */
    {0x0410, 0x044f}, /* Cyrillic */
    {0x00c0, 0x00ff}, /* Latin-1 letters */
    {0x2013, 0x2014}, /* dashes */
    {0x2018, 0x201e}, /* quotation marks */
    {0xac00, 0xd7a3}, /* Hangul */
    {0x30fc, 0x30fc}, /* the long vowel */
};

/* Characters that take no room, or that only change the direction. */
static const struct range unseen[] = {{0x00ad, 0x00ad}, {0x034f, 0x034f},
    {0x061c, 0x061c}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180e},
    {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064}, {0x2066, 0x206f},
    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xe0000, 0xe0fff}};

static bool
is_in(const struct range *ranges, size_t n, uint32_t c)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

static bool
is_stable(uint32_t c)
{
	return c < SEEN_FIRST ||
	       is_in(stable, sizeof(stable) / sizeof(stable[0]), c);
}

static bool
is_unseen(uint32_t c)
{
	return c >= SEEN_FIRST &&
	       is_in(unseen, sizeof(unseen) / sizeof(unseen[0]), c);
}

uint32_t
fold_char(const char *s, size_t *len_r)
{
	const unsigned char *u = (const unsigned char *)s;

	*len_r = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
	switch (*len_r) {
	case 1:
		return u[0];
	case 2:
		return (u[0] & 0x1fU) << 6 | (u[1] & 0x3fU);
	case 3:
		return (u[0] & 0x0fU) << 12 | (u[1] & 0x3fU) << 6 |
		       (u[2] & 0x3fU);
	default:
		return (u[0] & 0x07U) << 18 | (u[1] & 0x3fU) << 12 |
		       (u[2] & 0x3fU) << 6 | (u[3] & 0x3fU);
	}
}

void
fold_add_char(struct buf *out, uint32_t c)
{
	char s[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;
	static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (i = n - 1; i > 0; i--, c >>= 6)
		s[i] = (char)(0x80 | (c & 0x3f));
	s[0] = (char)(first[n] | c);
	(void)buf_add(out, s, n);
}

/* Normalises a run of valid characters without those that nobody sees. */
static void
add_normal(struct buf *out, const char *run, size_t len)
{
	char *normal;

	if (len == 0)
		return;
	normal = g_utf8_normalize(run, (gssize)len, G_NORMALIZE_ALL_COMPOSE);
	if (normal != NULL)
		(void)buf_adds(out, normal);
	g_free(normal);
}

/*
 * Takes the run at `s`: a character of any kind and the unstable ones behind
 * it. Returns how many bytes it had.
 */
static size_t
take_run(const char *s, size_t len, struct buf *out)
{
	char run[RUN_MAX + 4];
	size_t at = 0, n, size = 0, valid;
	uint32_t c;

	while (at < len && size < RUN_MAX) {
		valid = text_utf8_len(s + at, len - at);
		if (valid == 0 && size > 0)
			break;
		if (valid == 0) {
			fold_add_char(out, REPLACEMENT);
			return 1;
		}
		c = fold_char(s + at, &n);
		if (at > 0 && is_stable(c))
			break;
		if (!is_unseen(c)) {
			memcpy(run + size, s + at, n);
			size += n;
		}
		at += n;
	}
	add_normal(out, run, size);
	return at;
}

void
fold_text(const char *text, size_t len, struct buf *out)
{
	size_t at = 0, start = 0, last = 0, n;

	/* `last` is the character in front, which a mark may change. */
	while (at < len && !out->cut) {
		if ((unsigned char)text[at] < 0x80) {
			last = at++;
			continue;
		}
		n = text_utf8_len(text + at, len - at);
		if (n > 0 && is_stable(fold_char(text + at, &n))) {
			last = at;
			at += n;
			continue;
		}
		(void)buf_add(out, text + start, last - start);
		start = last + take_run(text + last, len - last, out);
		at = last = start;
	}
	if (!out->cut)
		(void)buf_add(out, text + start, len - start);
}

char *
fold_name(const char *text)
{
	size_t len = strlen(text);
	struct buf normal;
	char *lower, *name;

	if (len > FOLD_NAME_MAX)
		text += len - FOLD_NAME_MAX;
	buf_init(&normal, EXPANSION * FOLD_NAME_MAX);
	fold_text(text, strlen(text), &normal);
	lower = g_utf8_casefold(normal.data, (gssize)normal.len);
	name = mem_strdup(lower);
	g_free(lower);
	buf_fini(&normal);
	return name;
}

static bool
is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

char *
fold_pattern(const char *pattern)
{
	size_t len = strlen(pattern), n, i;
	struct buf out, run;
	char *folded;

	buf_init(&out, 2 * EXPANSION * len + 1);
	buf_init(&run, EXPANSION * len + 1);
	for (; len > 0; pattern += n, len -= n) {
		n = 0;
		while (n < len && (unsigned char)pattern[n] >= 0x80)
			n++;
		if (n == 0) {
			(void)buf_addc(&out, *pattern);
			n = 1;
			continue;
		}
		buf_reset(&run);
		fold_text(pattern, n, &run);
		for (i = 0; i < run.len; i++) {
			if (!is_letter_or_digit(run.data[i]))
				(void)buf_addc(&out, '\\');
			(void)buf_addc(&out, run.data[i]);
		}
	}
	folded = mem_strdup(out.data);
	buf_fini(&run);
	buf_fini(&out);
	return folded;
}
