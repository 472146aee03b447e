/*
 * The dictionary of a stream (ISO 32000-1, 7.3.8) as libclamav reads it: all
 * that looks like a name counts, in strings and comments as well, and once
 * filters are named, so do filters up to the length. Of the filters it takes
 * 64, none behind a Crypt, and none from another object. It reads on behind no
 * number that is too long. It leaves packed what calls itself a picture, and
 * what has only filters that it does not look for; it undoes no predictor, and
 * decrypts no table.
 */
#include "pdf_dict_priv.h"

#include <ctype.h>
#include <string.h>

enum { FILTERS_MAX = 64, DIGITS_MAX = 18, REFERENCE = 3 };

struct reader {
	const unsigned char *p, *end;
	struct pdf_dict *dict;
	struct pdf_refs *refs;
	unsigned depth, brackets;
	unsigned numbers;          /* that were read one after the other */
	uint64_t number, previous; /* the last two of them */
	enum { OTHER, NAME, TEXT } before; /* the numbers */
	char name[PDF_NAME_ROOM];          /* the last one */
	unsigned lists, lengths;           /* of filters; of the stream */
	bool counts;                       /* libclamav would take a filter */
	bool subtype;                      /* the last name was this key */
	bool picture, table, predicted;
	bool looked_for; /* libclamav looks for one of the filters */
	bool sealed;     /* it cannot undo one of them */
	bool odd;        /* not written plainly, or filters are dropped */
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
		    is_table(name) ||
		    (r->counts && pdf_filter_of(name) != PDF_FILTER_NONE))
			return true;
	}
	return false;
}

/* Not all blanks end a name for libclamav, and comments are text to it. */
static void
skip_blanks(struct reader *r)
{
	const unsigned char *from = r->p;

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
note_filter(struct reader *r, enum pdf_filter filter)
{
	if (r->dict->filter == PDF_FILTER_NONE)
		r->dict->filter =
		    filter == PDF_FILTER_NONE ? PDF_FILTER_OTHER : filter;
	r->looked_for |= filter == PDF_FILTER_FLATE ||
			 filter == PDF_FILTER_ASCII85 ||
			 filter == PDF_FILTER_HEX;
	r->sealed |= filter == PDF_FILTER_SEALED;
	r->dict->flate |= filter == PDF_FILTER_FLATE;
}

/* The filters that are named behind their key: whether some are dropped. */
static void
read_filters(struct reader *r)
{
	char name[PDF_NAME_ROOM];
	bool list, crypt = false;
	unsigned n = 0;

	r->lists++;
	r->counts = true;
	skip_blanks(r);
	list = r->p < r->end && *r->p == '[';
	r->p += list;
	do {
		skip_blanks(r);
		if (r->p == r->end || *r->p != '/')
			break;
		r->odd |= crypt || ++n > FILTERS_MAX;
		r->p = pdf_read_name(r->p + 1, r->end, name);
		note_filter(r, pdf_filter_of(name));
		crypt |= strcmp(name, "Crypt") == 0;
	} while (list);
	r->brackets += list;
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
		r->table |= is_table(name);
		r->odd |= r->counts && pdf_filter_of(name) != PDF_FILTER_NONE;
	}
}

static void
read_name(struct reader *r)
{
	const unsigned char *from = r->p + 1;
	bool subtype = r->subtype;

	r->p = pdf_read_name(from, r->end, r->name);
	r->odd |= pdf_has_bad_escape(from, r->p);
	r->subtype = strcmp(r->name, "Subtype") == 0;
	r->numbers = 0;
	r->before = NAME;
	if (strcmp(r->name, "Filter") == 0) {
		read_filters(r);
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
	unsigned digits = 0;

	r->previous = r->number;
	for (r->number = 0; r->p < r->end && isdigit(*r->p); r->p++, digits++)
		r->number = r->number * 10 + (*r->p - (unsigned)'0');
	r->odd |= digits > DIGITS_MAX;
	r->numbers++;
}

/* The parts of a form are named by strings in front of them. */
static void
read_reference(struct reader *r)
{
	r->p++;
	if (r->before == TEXT ||
	    (r->before == NAME && pdf_refs_is_key(r->name)) ||
	    (r->depth == 0 && r->brackets == 0))
		pdf_refs_add(r->refs, PDF_USED, r->previous);
	r->predicted |=
	    strcmp(r->name, "DecodeParms") == 0 || strcmp(r->name, "DP") == 0;
	r->numbers = 0;
	r->before = OTHER;
}

static void
read_other(struct reader *r)
{
	unsigned char c = *r->p++;

	r->odd |= memchr(")>{}", c, 4) != NULL;
	r->brackets += c == '[';
	r->brackets -= c == ']' && r->brackets > 0;
	if (c != '+')
		r->before = OTHER;
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
	r->before = OTHER;
	r->numbers = 0;
	if (is_double(r, '<')) {
		r->depth++;
		r->p += 2;
	} else if (is_double(r, '>')) {
		r->depth -= r->depth > 0;
		r->p += 2;
	} else if (*r->p == '(') {
		read_string(r);
		r->before = TEXT;
	} else {
		read_hex(r);
		r->before = TEXT;
	}
}

static void
read_token(struct reader *r)
{
	unsigned char c = *r->p;

	if (c == '/')
		read_name(r);
	else if (isdigit(c))
		read_number(r);
	else if (c == 'R' && r->numbers > 1 &&
		 (r->end - r->p == 1 || pdf_ends_word(r->p[1])))
		read_reference(r);
	else if (c == '(' || c == '<' || is_double(r, '>'))
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

/* What it calls itself, or how it is packed, makes libclamav leave it so. */
static bool
stays_packed(const struct reader *r)
{
	return r->picture || r->table || r->predicted || r->sealed ||
	       (r->lists > 0 && !r->looked_for && !r->dict->attached);
}

void
pdf_read_object(const unsigned char *from, const unsigned char *end,
    struct pdf_refs *refs, struct pdf_dict *dict)
{
	struct reader r = {.p = from, .end = end, .dict = dict, .refs = refs};
	int i;

	*dict = (struct pdf_dict){.close = from};
	skip_blanks(&r);
	dict->is_dictionary = is_double(&r, '<');
	if (dict->is_dictionary || (r.p < end && *r.p == '['))
		read_collection(&r);
	else /* it may be no more than a name for another object */
		for (i = 0; i < REFERENCE && r.p < end &&
			    (isdigit(*r.p) || *r.p == 'R');
		     i++)
			read_token(&r);
	dict->behind = r.p;
	dict->complete = r.depth == 0;
	dict->misread = r.odd || r.lists > 1 || stays_packed(&r);
}

void
pdf_read_packed(
    const unsigned char *p, const unsigned char *end, struct pdf_refs *refs)
{
	struct pdf_dict dict = {.close = p};
	struct reader r = {.p = p, .end = end, .dict = &dict, .refs = refs};

	skip_blanks(&r);
	while (r.p < r.end)
		read_token(&r);
}
