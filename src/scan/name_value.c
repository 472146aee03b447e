/*
 * One value in every way that programs read it. A value that leaves no choice
 * is read once; any other also without quotes and escapes, up to its end, to
 * the end of the field, or to the first blank.
 */
#include "name_value_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "encoded_word.h"
#include "mem.h"

static void
add_name(struct name_reader *r, const char *name, size_t len)
{
	struct names *names = r->names;
	size_t i;

	while (len > 0 && isspace((unsigned char)*name)) {
		name++;
		len--;
	}
	while (len > 0 &&
	       (name[len - 1] == '\0' || isspace((unsigned char)name[len - 1])))
		len--;
	if (len == 0 || names->n >= NAMES_MAX)
		return;
	for (i = 0; i < names->n; i++)
		if (strlen(names->list[i]) == len &&
		    memcmp(names->list[i], name, len) == 0)
			return;
	names->list[names->n++] = mem_strndup(name, len);
}

/* Some programs end a name at a NUL, others leave it out. */
static void
add_text(struct name_reader *r, struct buf *text)
{
	size_t i, n = 0;

	add_name(r, text->data, strlen(text->data));
	for (i = 0; i < text->len; i++)
		if (text->data[i] != '\0')
			text->data[n++] = text->data[i];
	if (n < text->len)
		add_name(r, text->data, n);
}

void
name_value_add(struct name_reader *r, const char *value, size_t len)
{
	struct buf out;

	buf_init(&out, NAME_MAX_BYTES);
	encoded_words_decode(r->charset, (struct slice){value, len}, &out);
	add_text(r, &out);
	buf_fini(&out);
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t
unescape_percent(const char *in, size_t len, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (in[i] == '%' && i + 2 < len && hex(in[i + 1]) >= 0 &&
		    hex(in[i + 2]) >= 0) {
			out[n++] = (char)(16 * hex(in[i + 1]) + hex(in[i + 2]));
			i += 2;
		} else {
			out[n++] = in[i];
		}
	}
	return n;
}

void
name_value_add_extended(struct name_reader *r, const char *value, size_t len)
{
	char charset[CHARSET_NAME_MAX] = "", *text;
	const char *first = memchr(value, '\'', len), *second = NULL;
	struct buf out;
	size_t n;

	if (first != NULL)
		second =
		    memchr(first + 1, '\'', (size_t)(value + len - first) - 1);
	if (second != NULL) {
		n = (size_t)(first - value);
		if (n < sizeof(charset))
			memcpy(charset, value, n);
		len -= (size_t)(second + 1 - value);
		value = second + 1;
	}
	text = mem_zalloc(len + 1, 1);
	n = unescape_percent(value, len, text);
	buf_init(&out, NAME_MAX_BYTES);
	charset_to_utf8(
	    charset[0] == '\0' ? r->charset : charset, text, n, &out);
	add_text(r, &out);
	buf_fini(&out);
	free(text);
}

/* Copies without the characters of `drop`. */
static size_t
copy_without(const char *in, size_t len, const char *drop, char *out)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (strchr(drop, in[i]) == NULL)
			out[n++] = in[i];
	return n;
}

static void
add_raw(struct name_reader *r, const struct name_place *p, const char *value,
    size_t len)
{
	struct name_piece *piece;

	if (p->numbered && r->n_pieces < NAME_PIECES_MAX) {
		piece = &r->pieces[r->n_pieces++];
		*piece = (struct name_piece){p->of_filename, p->encoded,
		    p->number, (unsigned)r->n_pieces, mem_strndup(value, len)};
	} else if (p->encoded) {
		name_value_add_extended(r, value, len);
	} else {
		name_value_add(r, value, len);
	}
}

/* The value in quotes, with escapes taken out. */
static void
add_quoted(struct name_reader *r, const struct name_place *p, char *scratch)
{
	const char *s = p->value + 1;
	size_t n = 0;

	for (; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		scratch[n++] = *s;
	}
	add_raw(r, p, scratch, n);
}

/* True when nothing, or one more parameter, follows a value. */
static bool
is_end(const char *s)
{
	s += strspn(s, " \t");
	if (*s == '\0')
		return true;
	if (*s++ != ';')
		return false;
	s += strspn(s, " \t;");
	if (*s == '\0')
		return true;
	s += strcspn(s, "=;\" \t");
	return *s == '=';
}

/* True when every program reads the value alike. */
static bool
is_plain(const char *value)
{
	const char *s = value;

	if (*s == '"') {
		s += 1 + strcspn(s + 1, "\"\\;");
		return *s == '"' && is_end(s + 1);
	}
	s += strcspn(s, " \t;\"'\\()");
	return s > value && is_end(s);
}

void
name_value_read(struct name_reader *r, struct name_place *p)
{
	size_t all = strlen(p->value), n = strcspn(p->value, ";"), k;
	char *scratch = mem_zalloc(all + 1, 1);

	if (*p->value == '"')
		add_quoted(r, p, scratch);
	else
		add_raw(r, p, p->value, n);
	if (!p->numbered && !is_plain(p->value)) {
		/* What a program sees that knows no quotes or escapes ... */
		k = copy_without(p->value, n, "\"\\", scratch);
		add_raw(r, p, scratch, k);
		if (k > 1 && scratch[0] == '\'' && scratch[k - 1] == '\'')
			add_raw(r, p, scratch + 1, k - 2);
		/* ... or takes all of the field, or stops at a blank. */
		k = copy_without(p->value, all, "\"\\", scratch);
		add_raw(r, p, scratch, k);
		k = copy_without(p->value, all, "\"\\;", scratch);
		add_raw(r, p, scratch, k);
		if (*p->value != '"')
			add_raw(r, p, p->value, strcspn(p->value, " \t;"));
	}
	free(scratch);
}
