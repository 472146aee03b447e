/*
 * Names of attachments. Programs read broken parameters in different ways,
 * so each place that looks like a name is read in all of them: quoted, up to
 * the semicolon, up to the end of the field, with and without comments,
 * quotes and escapes. Pieces of RFC 2231 are put together by their numbers
 * and by their order.
 */
#include "name_priv.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "charset_priv.h"
#include "mem.h"
#include "text.h"

enum { PIECES_MAX = 32, PLACES_MAX = 48, TEXT_MAX = 8 * 1024 };

/* One "name*1*=value" of a field. */
struct piece {
	bool of_filename;
	bool encoded; /* percent signs are escapes */
	unsigned number;
	unsigned order; /* in which it was found */
	char *value;
};

struct reader {
	struct names *names;
	const char *charset;
	struct piece pieces[PIECES_MAX];
	size_t n_pieces, places;
};

/* What stands in front of and behind the equals sign. */
struct place {
	bool of_filename, numbered, encoded;
	unsigned number;
	const char *value; /* ended by a NUL */
};

void
names_fini(struct names *names)
{
	while (names->n > 0)
		free(names->list[--names->n]);
}

static void
add_name(struct reader *r, const char *name, size_t len)
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

/* Adds a value with its encoded words; also as it stands, if that differs. */
static void
add_value(struct reader *r, const char *value, size_t len)
{
	struct buf out;

	buf_init(&out, NAME_MAX_BYTES);
	charset_add_words(r->charset, value, len, &out);
	add_name(r, out.data, strnlen(out.data, out.len));
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
		if (in[i] == '%' && i + 2 < len + 0 && hex(in[i + 1]) >= 0 &&
		    hex(in[i + 2]) >= 0) {
			out[n++] = (char)(hex(in[i + 1]) << 4 | hex(in[i + 2]));
			i += 2;
		} else {
			out[n++] = in[i];
		}
	}
	return n;
}

/* Adds "charset'language'text" with escapes (RFC 2231). */
static void
add_extended(struct reader *r, const char *value, size_t len)
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
	charset_add(
	    charset[0] == '\0' ? r->charset : charset, false, text, n, &out);
	add_name(r, out.data, strnlen(out.data, out.len));
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
add_raw(struct reader *r, const struct place *p, const char *value, size_t len)
{
	struct piece *piece;

	if (p->numbered && r->n_pieces < PIECES_MAX) {
		piece = &r->pieces[r->n_pieces++];
		*piece = (struct piece){p->of_filename, p->encoded, p->number,
		    (unsigned)r->n_pieces, mem_strndup(value, len)};
	} else if (p->encoded) {
		add_extended(r, value, len);
	} else {
		add_value(r, value, len);
	}
}

/* The value in quotes, with escapes taken out. */
static void
add_quoted(struct reader *r, const struct place *p, char *scratch)
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

static void
read_value(struct reader *r, struct place *p)
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

/* Reads "*0*=" or "=" at `s`; false when there is no equals sign. */
static bool
read_place(const char *s, struct place *p)
{
	unsigned number = 0;

	if (*s == '*' && isdigit((unsigned char)s[1])) {
		p->numbered = true;
		for (s++; isdigit((unsigned char)*s); s++)
			if (number < 10000)
				number = number * 10 + (unsigned)(*s - '0');
		p->number = number;
	}
	if (*s == '*') {
		p->encoded = true;
		s++;
	}
	s += strspn(s, " \t");
	if (*s != '=')
		return false;
	s++;
	p->value = s + strspn(s, " \t");
	return true;
}

/* All places of an unfolded field that look like a name, first to last. */
static void
read_text(struct reader *r, const char *text)
{
	const char *s = text, *end = text + strlen(text);
	struct place p;

	while ((s = text_find(s, (size_t)(end - s), "name")) != NULL) {
		p = (struct place){
		    .of_filename = s - text >= 4 && text_starts(s - 4, "file")};
		s += 4;
		if (r->places < PLACES_MAX && read_place(s, &p)) {
			r->places++;
			read_value(r, &p);
		}
	}
}

/* The field on one line, without what `how` says. */
static char *
unfold(struct span value, bool comments, bool escapes)
{
	size_t len = value.len < TEXT_MAX ? value.len : TEXT_MAX, i, n = 0;
	char *text = mem_zalloc(len + 1, 1);
	unsigned depth = 0;

	for (i = 0; i < len; i++) {
		if (!comments && value.p[i] == '(')
			depth++;
		else if (!comments && value.p[i] == ')' && depth > 0)
			depth--;
		else if (depth == 0 && value.p[i] != '\n' &&
			 value.p[i] != '\r' && value.p[i] != '\0' &&
			 (escapes || value.p[i] != '\\'))
			text[n++] = value.p[i];
	}
	text[n] = '\0';
	return text;
}

/* Puts the pieces together, in the order they stand in the list. */
static void
join_pieces(struct reader *r, bool of_filename)
{
	struct buf all;
	bool encoded = false;
	size_t i;

	buf_init(&all, 4 * NAME_MAX_BYTES);
	for (i = 0; i < r->n_pieces; i++) {
		if (r->pieces[i].of_filename != of_filename)
			continue;
		encoded |= r->pieces[i].encoded;
		(void)buf_adds(&all, r->pieces[i].value);
	}
	if (encoded)
		add_extended(r, all.data, all.len);
	else
		add_value(r, all.data, all.len);
	buf_fini(&all);
}

static int
by_number(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->number == y->number)
		return (x->order > y->order) - (x->order < y->order);
	return (x->number > y->number) - (x->number < y->number);
}

static int
by_order(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static void
read_pieces(struct reader *r)
{
	size_t i;

	qsort(r->pieces, r->n_pieces, sizeof(r->pieces[0]), by_number);
	join_pieces(r, true);
	join_pieces(r, false);
	qsort(r->pieces, r->n_pieces, sizeof(r->pieces[0]), by_order);
	join_pieces(r, true);
	join_pieces(r, false);
	for (i = 0; i < r->n_pieces; i++)
		free(r->pieces[i].value);
}

/* True when the character stands where quotes do not protect it. */
static bool
is_bare(struct span value, char special)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < value.len; i++) {
		if (value.p[i] == '"')
			quoted = !quoted;
		else if (value.p[i] == special && !quoted)
			return true;
	}
	return quoted;
}

static void
read_fields(struct reader *r, const struct field *fields, size_t n,
    enum field_kind kind)
{
	struct span value;
	char *text;
	size_t i, way;

	for (i = 0; i < n; i++) {
		value = fields[i].value;
		for (way = 0; way < 3 && fields[i].kind == kind; way++) {
			if (way > 0 && !is_bare(value, way == 1 ? '(' : '\\'))
				continue;
			text = unfold(value, way != 1, way != 2);
			read_text(r, text);
			free(text);
		}
	}
}

void
names_read(const struct field *fields, size_t n, const char *charset,
    struct names *names_r)
{
	struct reader r = {.names = names_r, .charset = charset};

	*names_r = (struct names){0};
	read_fields(&r, fields, n, FIELD_DISPOSITION);
	read_fields(&r, fields, n, FIELD_TYPE);
	if (r.n_pieces > 0)
		read_pieces(&r);
}
