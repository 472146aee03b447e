/* Names in dictionaries of PDF files, and what stands behind some of them. */
#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <sys/param.h>

#include "pdf_reader_priv.h"

bool
pdf_misleads(const struct pdf_reader *r, const unsigned char *p,
    const unsigned char *end)
{
	char name[PDF_NAME_ROOM];

	while ((p = memchr(p, '/', (size_t)(end - p))) != NULL) {
		p = pdf_read_name(p + 1, end, name);
		if (strcmp(name, "Filter") == 0 || strcmp(name, "Image") == 0 ||
		    (r->counts && pdf_is_filter(name)))
			return true;
	}
	return false;
}

static void
read_filters(struct pdf_reader *r)
{
	char name[PDF_NAME_ROOM];
	bool list;

	r->lists++;
	r->counts = true;
	pdf_skip(r);
	list = r->p < r->end && *r->p == '[';
	if (list)
		pdf_open_list(r);
	do {
		pdf_skip(r);
		if (r->p == r->end || *r->p != '/')
			break;
		r->p = pdf_read_name(r->p + 1, r->end, name);
		r->dict->flate = r->filters++ == 0 && pdf_is_flate(name);
	} while (list);
	r->dict->filters = r->p;
	/* More may be in another object. */
	r->odd |= r->p < r->end && (list ? *r->p != ']' : isdigit(*r->p));
}

static void
look_at_length(struct pdf_reader *r)
{
	r->dict->length_at = r->p;
	r->dict->length_is = pdf_read_length(r->p, r->end, &r->dict->length);
	if (r->lengths++ > 0)
		r->dict->length_is = PDF_LENGTH_UNCLEAR;
}

/* Reads "[1 2 1]". */
static void
look_at_widths(struct pdf_reader *r)
{
	struct pdf_rows *rows = &r->dict->rows;
	const unsigned char *p = pdf_skip_blanks(r->p, r->end), *from;
	uint64_t width;
	int i;

	rows->unclear |= rows->given || p == r->end || *p++ != '[';
	rows->given = true;
	for (i = 0; i < PDF_WIDTHS; i++) {
		from = pdf_skip_blanks(p, r->end);
		p = pdf_read_digits(from, r->end, &width);
		rows->unclear |= p == from || width > PDF_WIDTH_MAX;
		rows->widths[i] = (unsigned)MIN(width, PDF_WIDTH_MAX);
	}
	p = pdf_skip_blanks(p, r->end);
	rows->unclear |= p == r->end || *p != ']';
}

/* The number behind a name; 0: it is none that is plain, and not too long. */
static unsigned
number_at_hand(const struct pdf_reader *r)
{
	size_t n;

	return pdf_read_length(r->p, r->end, &n) == PDF_LENGTH_GIVEN &&
		       n <= UINT_MAX
		   ? (unsigned)n
		   : 0;
}

static void
look_at_columns(struct pdf_reader *r)
{
	struct pdf_rows *rows = &r->dict->rows;

	rows->unclear |= rows->columns != 0;
	rows->columns = number_at_hand(r);
	rows->unclear |= rows->columns == 0;
}

/* Of the others (RFC 2083, 6), each row says how it was predicted. */
enum { PREDICTORS_PNG = 10 };

static void
look_at_predictor(struct pdf_reader *r)
{
	bool none = pdf_is_one(r->p, r->end);

	r->predicted |= !none;
	r->dict->rows.unclear |= !none && number_at_hand(r) < PREDICTORS_PNG;
}

/* False: this name is not about the entries of a table. */
static bool
look_at_rows(struct pdf_reader *r)
{
	const char *name = r->name;

	if (strcmp(name, "Predictor") == 0)
		look_at_predictor(r);
	else if (strcmp(name, "Columns") == 0)
		look_at_columns(r);
	else if (strcmp(name, "W") == 0 && r->depth == 1)
		look_at_widths(r);
	else if (strcmp(name, "Colors") == 0 ||
		 strcmp(name, "BitsPerComponent") == 0)
		r->dict->rows.unclear = true;
	else
		return false;
	return true;
}

static void
note_name(struct pdf_reader *r, bool subtype)
{
	const char *name = r->name;

	if (strcmp(name, "Image") == 0) {
		r->picture = true;
		r->odd |= !subtype;
	} else if (!r->dict->is_dictionary || !look_at_rows(r)) {
		r->dict->attached |= strcmp(name, "EmbeddedFile") == 0;
		r->dict->packs |= strcmp(name, "First") == 0;
		r->refs->encrypted |= strcmp(name, "Encrypt") == 0;
		/* An old name of filters, and of a file elsewhere. */
		r->odd |= r->depth == 1 && strcmp(name, "F") == 0;
		r->odd |= r->counts && pdf_is_filter(name);
	}
}

static bool
names_parameters(const char *name)
{
	return strcmp(name, "DecodeParms") == 0 || strcmp(name, "DP") == 0;
}

void
pdf_read_key(struct pdf_reader *r)
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
		if (r->depth == 1 && !r->packed)
			look_at_length(r);
	} else {
		note_name(r, subtype);
	}
}
