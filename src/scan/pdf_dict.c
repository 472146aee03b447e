/*
 * The dictionary of a stream (ISO 32000-1, 7.3.8) as libclamav reads it: all
 * that looks like a name counts, in strings and comments as well, and once
 * filters are named, so do filters up to the length. It reads on behind no
 * number that is too long. It leaves packed what calls itself a picture, undoes
 * no predictor, and many filters in another way than readers do: only Flate is
 * trusted.
 */
#include "pdf_dict_priv.h"

#include <ctype.h>
#include <string.h>

#include "pdf_reader_priv.h"

enum { ITEMS_MAX = 8, NESTED_MAX = 64 };

/* Not all blanks end a name for libclamav, and comments are text to it. */
void
pdf_skip(struct pdf_reader *r)
{
	const unsigned char *from = r->p;

	if (r->raw) {
		while (r->p < r->end && pdf_is_blank(*r->p))
			r->p++;
		return;
	}
	r->p = pdf_skip_blanks(r->p, r->end);
	for (; from < r->p; from++)
		r->odd |= *from == '%' || *from == '\0' || *from == '\f';
}

static void
read_string(struct pdf_reader *r)
{
	const unsigned char *from = r->p;
	unsigned depth = 0;

	for (; r->p < r->end; r->p++) {
		if (*r->p == '\\' && r->end - r->p > 1)
			r->p++;
		else if (*r->p == '(')
			depth++;
		else if (*r->p == ')' && --depth == 0)
			break;
	}
	r->odd |= pdf_misleads(r, from, r->p);
	r->p += r->p < r->end;
}

static void
read_hex(struct pdf_reader *r)
{
	for (r->p++; r->p < r->end && *r->p != '>'; r->p++)
		r->odd |= !isxdigit(*r->p) && !isspace(*r->p);
	r->p += r->p < r->end;
}

void
pdf_open_list(struct pdf_reader *r)
{
	r->p++;
	r->brackets++;
	r->lists_open = r->lists_open << 1 | 1;
}

/* What ends here is the innermost one that is open, for some readers only. */
static void
close_one(struct pdf_reader *r, bool list)
{
	r->dict->torn |=
	    (r->lists_open & 1) != list || r->depth + r->brackets > NESTED_MAX;
	r->lists_open >>= 1;
	if (list)
		r->brackets -= r->brackets > 0;
	else
		r->depth -= r->depth > 0;
	if (r->depth < r->resources)
		r->resources = 0;
}

static void
read_number(struct pdf_reader *r)
{
	const unsigned char *from = r->p;
	bool glued = from > r->from && !pdf_ends_word(from[-1]);

	r->previous = r->number;
	r->p = pdf_read_digits(from, r->end, &r->number);
	glued |= (r->p < r->end && !pdf_ends_word(*r->p)) ||
		 r->p - from > PDF_DIGITS_MAX;
	r->glued = r->glued << 1 | glued;
	r->odd |= r->p - from > PDF_DIGITS_MAX;
	r->numbers++;
	r->key = false;
}

/* Whether this is the word behind two numbers that name an object. */
static bool
is_reference(const struct pdf_reader *r)
{
	return *r->p == 'R' && (r->p == r->from || !isalpha(r->p[-1])) &&
	       (r->end - r->p == 1 || pdf_ends_word(r->p[1])) &&
	       (!r->packed || r->numbers > 1);
}

/*
 * The parts of a form may be named by strings in front of them; readers take
 * numbers that are written in other ways as well.
 */
static void
read_reference(struct pdf_reader *r)
{
	r->p++;
	if (r->numbers < 2 || (r->glued & 3) != 0)
		r->refs->unclear = true;
	else if (r->text ||
		 (pdf_refs_is_key(r->name) &&
		     (r->resources == 0 || r->resources != r->depth)) ||
		 (r->depth == 0 && r->brackets == 0))
		pdf_refs_add(r->refs, PDF_USED, r->previous);
	r->predicted |= r->parameters;
	r->dict->rows.unclear |= r->parameters;
	r->numbers = 0;
	r->text = r->key = false;
}

static void
read_other(struct pdf_reader *r)
{
	unsigned char c = *r->p++;

	r->odd |= memchr(")>{}", c, 4) != NULL;
	r->key = false;
	if (c == '[') {
		r->p--;
		pdf_open_list(r);
	} else if (c == ']') {
		close_one(r, true);
	}
	if (c == '+' || c == '-' || c == '.')
		return;
	r->text = r->raw && (c == ')' || c == '>');
	r->numbers = 0;
}

static bool
is_double(const struct pdf_reader *r, unsigned char c)
{
	return r->end - r->p > 1 && r->p[0] == c && r->p[1] == c;
}

static void
read_bracketed(struct pdf_reader *r)
{
	bool text = !is_double(r, '<') && !is_double(r, '>');

	if (is_double(r, '<')) {
		r->depth++;
		r->lists_open <<= 1;
		if (r->key && pdf_refs_is_resources(r->name))
			r->resources = r->depth;
		r->p += 2;
	} else if (!text) {
		close_one(r, false);
		r->p += 2;
	} else if (*r->p == '(') {
		read_string(r);
	} else {
		read_hex(r);
	}
	r->text = text;
	r->key = false;
	r->numbers = 0;
}

static void
read_token(struct pdf_reader *r)
{
	unsigned char c = *r->p;

	if (c == '/')
		pdf_read_key(r);
	else if (isdigit(c))
		read_number(r);
	else if (is_reference(r))
		read_reference(r);
	else if (is_double(r, '<') || is_double(r, '>') ||
		 (!r->raw && (c == '(' || c == '<')))
		read_bracketed(r);
	else
		read_other(r);
	pdf_skip(r);
}

/* Up to the end of the dictionary or list. */
static void
read_collection(struct pdf_reader *r)
{
	do {
		r->dict->close = r->p;
		read_token(r);
	} while (r->p < r->end &&
		 (r->dict->is_dictionary ? r->depth : r->brackets) > 0);
}

/* An object that is no more than a name for another one. */
static void
read_items(struct pdf_reader *r)
{
	int i;

	for (i = 0; i < ITEMS_MAX && r->p < r->end; i++) {
		if (isalpha(*r->p) && *r->p != 'R')
			break;
		read_token(r);
	}
}

void
pdf_read_object(const unsigned char *from, const unsigned char *end,
    struct pdf_refs *refs, struct pdf_dict *dict)
{
	struct pdf_reader r = {
	    .from = from, .p = from, .end = end, .dict = dict, .refs = refs};

	*dict = (struct pdf_dict){.close = from};
	pdf_skip(&r);
	dict->is_dictionary = is_double(&r, '<');
	if (dict->is_dictionary || (r.p < end && *r.p == '['))
		read_collection(&r);
	else
		read_items(&r);
	dict->behind = r.p;
	dict->complete = r.depth == 0;
	dict->torn &= dict->is_dictionary;
	dict->misread =
	    r.odd || r.lists > 1 || r.picture || (r.lists > 0 && !dict->flate);
	dict->predicted = r.predicted;
}

void
pdf_read_packed(
    const unsigned char *p, const unsigned char *end, struct pdf_refs *refs)
{
	struct pdf_dict dict = {.close = p};
	struct pdf_reader r;
	int raw;

	/* A comment may also stand within what is one thing. */
	for (raw = 0; raw < 2; raw++) {
		r = (struct pdf_reader){.from = p,
		    .p = p,
		    .end = end,
		    .dict = &dict,
		    .refs = refs,
		    .packed = true,
		    .raw = raw};
		pdf_skip(&r);
		while (r.p < r.end)
			read_token(&r);
	}
}
