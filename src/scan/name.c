/*
 * Names of attachments. Each place of a field that looks like a name is read;
 * where comments or escapes stand outside of quotes, the field is read again
 * without them. Pieces of RFC 2231 are put together by their numbers and by
 * their order.
 */
#include "name_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "charset.h"
#include "mem.h"
#include "name_value_priv.h"
#include "text.h"

enum { PLACES_MAX = 48, TEXT_MAX = 8 * 1024 };

void
names_fini(struct names *names)
{
	while (names->n > 0)
		free(names->list[--names->n]);
}

/* Reads "*0*=" or "=" at `s`; false when there is no equals sign. */
static bool
read_place(const char *s, struct name_place *p)
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
read_text(struct name_reader *r, const char *text)
{
	const char *s = text, *end = text + strlen(text);
	struct name_place p;

	while ((s = text_find(s, (size_t)(end - s), "name")) != NULL) {
		p = (struct name_place){
		    .of_filename = s - text >= 4 && text_starts(s - 4, "file")};
		s += 4;
		if (r->places < PLACES_MAX && read_place(s, &p)) {
			r->places++;
			name_value_read(r, &p);
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
join_pieces(struct name_reader *r, bool of_filename)
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
		name_value_add_extended(r, all.data, all.len);
	else
		name_value_add(r, all.data, all.len);
	buf_fini(&all);
}

static int
by_number(const void *a, const void *b)
{
	const struct name_piece *x = a, *y = b;

	if (x->number == y->number)
		return (x->order > y->order) - (x->order < y->order);
	return (x->number > y->number) - (x->number < y->number);
}

static int
by_order(const void *a, const void *b)
{
	const struct name_piece *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static void
read_pieces(struct name_reader *r)
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
read_fields(struct name_reader *r, const struct field *fields, size_t n,
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

/*
 * What raw bytes are in when nobody says it. Where that is anybody's guess,
 * no byte may get lost, so that the rules can read the name again: it is
 * Latin-1 then, by a name that stands for nothing else.
 */
static const char *
undeclared(const struct field *fields, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(
			charset_guess(fields[i].value.p, fields[i].value.len),
			"WINDOWS-1252") == 0)
			return "ISO_8859-1";
	return NULL;
}

void
names_read(const struct field *fields, size_t n, const char *charset,
    struct names *names_r)
{
	struct name_reader r = {.names = names_r, .charset = charset};

	*names_r = (struct names){0};
	if (charset == NULL)
		r.charset = undeclared(fields, n);
	read_fields(&r, fields, n, FIELD_DISPOSITION);
	read_fields(&r, fields, n, FIELD_TYPE);
	if (r.n_pieces > 0)
		read_pieces(&r);
}
