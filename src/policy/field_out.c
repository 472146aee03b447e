/*
 * Header fields. The value is taken word by word. Neighbours that need to be
 * encoded are encoded together with the blanks between them, because readers
 * drop the blanks between encoded words.
 */
#include "field_out_priv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "mem.h"
#include "text.h"

#define WORD_START "=?UTF-8?B?"
#define WORD_END   "?="

enum {
	RAW_WORD_MAX = 200, /* longer ones are encoded, to be folded */
	ENCODED_BYTES = 39, /* of text in an encoded word: 52 letters */
	ESCAPE_GROWTH = 4,  /* of one byte: \xNN */
	VALUE_MAX = FIELD_MAX * 2
};

/* A field that is being put together. */
struct line {
	struct buf *out;
	size_t end;     /* the field may grow up to here */
	size_t columns; /* of the present line */
	bool fresh;     /* nothing but the name stands in it */
};

/* Adds a blank and a piece without blanks, folded before when too long. */
static bool
add_piece(struct line *l, const char *piece, size_t len)
{
	bool fold = !l->fresh && l->columns + 1 + len > FIELD_LINE_MAX;

	if (l->out->len + 2 + len > l->end)
		return false;
	(void)buf_adds(l->out, fold ? "\n " : " ");
	(void)buf_add(l->out, piece, len);
	l->columns = (fold ? 1 : l->columns + 1) + len;
	l->fresh = false;
	return true;
}

static bool
needs_encoding(const char *word, size_t len)
{
	size_t i;

	if (len > RAW_WORD_MAX || text_find(word, len, "=?") != NULL)
		return true;
	for (i = 0; i < len; i++)
		if ((unsigned char)word[i] >= 0x80)
			return true;
	return false;
}

/* As many whole characters as fit into one encoded word. */
static size_t
characters(const char *text, size_t len)
{
	size_t n = 0, more;

	while (n < len) {
		more = text_utf8_len(text + n, len - n);
		if (n + more > ENCODED_BYTES)
			break;
		n += more;
	}
	return n;
}

static bool
add_encoded(struct line *l, const char *text, size_t len)
{
	struct buf word;
	size_t n;
	bool fits = true;

	buf_init(&word, FIELD_LINE_MAX);
	while (fits && len > 0) {
		n = characters(text, len);
		buf_reset(&word);
		(void)buf_adds(&word, WORD_START);
		base64_add(&word, text, n);
		(void)buf_adds(&word, WORD_END);
		fits = add_piece(l, word.data, word.len);
		text += n;
		len -= n;
	}
	buf_fini(&word);
	return fits;
}

/* The run of words at `s` that is encoded as one; 0 when there is none. */
static size_t
encoded_run(const char *s)
{
	size_t run = 0, at = 0, n;

	for (;;) {
		n = strcspn(s + at, " ");
		if (n == 0 || !needs_encoding(s + at, n))
			return run;
		run = at + n;
		at = run + strspn(s + run, " ");
	}
}

static void
add_value(struct line *l, const char *s)
{
	size_t n;
	bool fits = true;

	s += strspn(s, " ");
	while (fits && *s != '\0') {
		n = encoded_run(s);
		if (n > 0) {
			fits = add_encoded(l, s, n);
		} else {
			n = strcspn(s, " ");
			fits = add_piece(l, s, n);
		}
		s += n;
		s += strspn(s, " ");
	}
}

void
field_out_add(struct buf *out, const char *name, const char *value)
{
	struct line l = {
	    .out = out,
	    .end = out->len + FIELD_MAX,
	    .columns = strlen(name) + 1,
	    .fresh = true,
	};
	size_t size = ESCAPE_GROWTH * strnlen(value, VALUE_MAX) + 1;
	char *safe = mem_zalloc(size, 1);

	(void)text_escape(safe, size, value);
	(void)buf_addf(out, "%s:", name);
	add_value(&l, safe);
	free(safe);
}
