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

enum { DIGITS_MAX = 18, ITEMS_MAX = 8 };

struct reader {
	const unsigned char *from, *p, *end;
	struct pdf_dict *dict;
	struct pdf_refs *refs;
	bool raw;     /* strings and comments are read as what they hold */
	bool comment; /* there may be some */
	unsigned depth, brackets;
	unsigned numbers;          /* that were read one after the other */
	uint64_t number, previous; /* the last two of them */
	unsigned glued;            /* bits of these: not by themselves */
	bool text;                 /* in front of them */
	char name[PDF_NAME_ROOM];  /* the last one */
	bool key;                  /* it is the last token, and a key */
	unsigned lists, filters, lengths;
	bool counts;  /* libclamav would take a filter */
	bool subtype; /* the last name was this key */
	bool picture, predicted;
	bool parameters; /* of filters are being read */
	bool odd;        /* not written plainly */
};

/* libclamav searches for the beginning of this name. */
static bool
is_table(const char *name)
{
	return strncmp(name, "XRef", 4) == 0;
}

/* Whether there is something that libclamav would not take for a string. */
static bool
misleads(
    const struct reader *r, const unsigned char *p, const unsigned char *end)
{
	char name[PDF_NAME_ROOM];

	while ((p = memchr(p, '/', (size_t)(end - p))) != NULL) {
		p = pdf_read_name(p + 1, end, name);
		if (strcmp(name, "Filter") == 0 || strcmp(name, "Image") == 0 ||
		    is_table(name) || (r->counts && pdf_is_filter(name)))
			return true;
	}
	return false;
}

/* Not all blanks end a name for libclamav, and comments are text to it. */
static void
skip_blanks(struct reader *r)
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
read_string(struct reader *r)
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
	r->odd |= misleads(r, from, r->p);
	r->p += r->p < r->end;
}

static void
read_hex(struct reader *r)
{
	for (r->p++; r->p < r->end && *r->p != '>'; r->p++)
		r->odd |= !isxdigit(*r->p) && !isspace(*r->p);
	r->p += r->p < r->end;
}

static void
read_filters(struct reader *r)
{
	char name[PDF_NAME_ROOM];
	bool list;

	r->lists++;
	r->counts = true;
	skip_blanks(r);
	list = r->p < r->end && *r->p == '[';
	r->p += list;
	r->brackets += list;
	do {
		skip_blanks(r);
		if (r->p == r->end || *r->p != '/')
			break;
		r->p = pdf_read_name(r->p + 1, r->end, name);
		r->dict->flate = r->filters++ == 0 && pdf_is_flate(name);
	} while (list);
	/* More may be in another object. */
	r->odd |= r->p < r->end && isdigit(*r->p);
}

static void
look_at_length(struct reader *r)
{
	r->dict->length_at = r->p;
	r->dict->length_is = pdf_read_length(r->p, r->end, &r->dict->length);
	if (r->lengths++ > 0)
		r->dict->length_is = PDF_LENGTH_UNCLEAR;
}

static void
note_name(struct reader *r, bool subtype)
{
	const char *name = r->name;

	if (strcmp(name, "Image") == 0) {
		r->picture = true;
		r->odd |= !subtype;
	} else if (strcmp(name, "Predictor") == 0) {
		r->predicted |= !pdf_is_one(r->p, r->end);
	} else {
		r->dict->attached |= strcmp(name, "EmbeddedFile") == 0;
		r->dict->packs |= strcmp(name, "First") == 0;
		r->dict->table |= is_table(name);
		r->refs->encrypted |= strcmp(name, "Encrypt") == 0;
		r->odd |= r->counts && pdf_is_filter(name);
	}
}

static bool
names_parameters(const char *name)
{
	return strcmp(name, "DecodeParms") == 0 || strcmp(name, "DP") == 0;
}

static void
read_name(struct reader *r)
{
	const unsigned char *from = r->p + 1;
	bool subtype = r->subtype;

	r->p = pdf_read_name(from, r->end, r->name);
	r->odd |= pdf_has_bad_escape(from, r->p);
	r->subtype = strcmp(r->name, "Subtype") == 0;
	r->key = !r->key;
	r->numbers = 0;
	r->text = false;
	r->parameters = names_parameters(r->name) ||
			(r->parameters && (r->depth > 1 || !r->key));
	if (strcmp(r->name, "Filter") == 0) {
		r->odd |= !r->key || r->depth != 1;
		read_filters(r);
		r->key = false;
	} else if (strcmp(r->name, "Length") == 0) {
		r->counts = false;
		if (r->depth == 1)
			look_at_length(r);
	} else {
		note_name(r, subtype);
	}
}

static void
read_number(struct reader *r)
{
	bool glued = r->p > r->from && !pdf_ends_word(r->p[-1]);
	unsigned digits = 0;

	r->previous = r->number;
	for (r->number = 0; r->p < r->end && isdigit(*r->p); r->p++, digits++)
		r->number = r->number * 10 + (*r->p - (unsigned)'0');
	glued |= r->p < r->end && !pdf_ends_word(*r->p);
	r->glued = r->glued << 1 | glued;
	r->odd |= digits > DIGITS_MAX;
	r->numbers++;
	r->key = false;
}

/* Whether this is the word behind two numbers that name an object. */
static bool
is_reference(const struct reader *r)
{
	return *r->p == 'R' && (r->p == r->from || !isalpha(r->p[-1])) &&
	       (r->end - r->p == 1 || pdf_ends_word(r->p[1])) &&
	       (!r->raw || r->numbers > 1 || (r->numbers == 1 && r->comment));
}

/*
 * The parts of a form may be named by strings in front of them; readers take
 * numbers that are written in other ways as well.
 */
static void
read_reference(struct reader *r)
{
	r->p++;
	if (r->numbers < 2 || (r->glued & 3) != 0)
		r->refs->unclear = true;
	else if (r->text || pdf_refs_is_key(r->name) ||
		 (r->depth == 0 && r->brackets == 0))
		pdf_refs_add(r->refs, PDF_USED, r->previous);
	r->predicted |= r->parameters;
	r->numbers = 0;
	r->text = r->key = false;
}

static void
read_other(struct reader *r)
{
	unsigned char c = *r->p++;

	r->odd |= memchr(")>{}", c, 4) != NULL;
	r->comment |= c == '%';
	r->brackets += c == '[';
	r->brackets -= c == ']' && r->brackets > 0;
	r->key = false;
	if (c == '+' || c == '-' || c == '.')
		return;
	r->text = r->raw && (c == ')' || c == '>');
	r->numbers = 0;
}

static bool
is_double(const struct reader *r, unsigned char c)
{
	return r->end - r->p > 1 && r->p[0] == c && r->p[1] == c;
}

static void
read_bracketed(struct reader *r)
{
	bool text = !is_double(r, '<') && !is_double(r, '>');

	if (is_double(r, '<')) {
		r->depth++;
		r->p += 2;
	} else if (!text) {
		r->depth -= r->depth > 0;
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
read_token(struct reader *r)
{
	unsigned char c = *r->p;

	if (c == '/')
		read_name(r);
	else if (isdigit(c))
		read_number(r);
	else if (is_reference(r))
		read_reference(r);
	else if (is_double(r, '<') || is_double(r, '>') ||
		 (!r->raw && (c == '(' || c == '<')))
		read_bracketed(r);
	else
		read_other(r);
	skip_blanks(r);
}

/* Up to the end of the dictionary or list. */
static void
read_collection(struct reader *r)
{
	do {
		r->dict->close = r->p;
		read_token(r);
	} while (r->p < r->end &&
		 (r->dict->is_dictionary ? r->depth : r->brackets) > 0);
}

/* An object that is no more than a name for another one. */
static void
read_items(struct reader *r)
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
	struct reader r = {
	    .from = from, .p = from, .end = end, .dict = dict, .refs = refs};

	*dict = (struct pdf_dict){.close = from};
	skip_blanks(&r);
	dict->is_dictionary = is_double(&r, '<');
	if (dict->is_dictionary || (r.p < end && *r.p == '['))
		read_collection(&r);
	else
		read_items(&r);
	dict->behind = r.p;
	dict->complete = r.depth == 0;
	dict->misread = r.odd || r.lists > 1 || r.picture || r.predicted ||
			(r.lists > 0 && !dict->flate);
}

void
pdf_read_packed(
    const unsigned char *p, const unsigned char *end, struct pdf_refs *refs)
{
	struct pdf_dict dict = {.close = p};
	struct reader r = {.from = p,
	    .p = p,
	    .end = end,
	    .dict = &dict,
	    .refs = refs,
	    .raw = true};

	skip_blanks(&r);
	while (r.p < r.end)
		read_token(&r);
}
