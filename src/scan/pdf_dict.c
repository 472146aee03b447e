/*
 * The dictionary of a stream (ISO 32000-1, 7.3.8) as libclamav reads it: all
 * that looks like a name counts, in strings and comments as well; once filters
 * are named, so do filters up to the length; it counts "<<" and ">>" wherever
 * they are, and the first "stream", in whatever word, is where the stream
 * begins. Of the filters it takes 64, none behind a Crypt, and none from
 * another object. It reads on behind no number that is too long, and it passes
 * over pictures.
 */
#include "pdf_dict_priv.h"

#include <ctype.h>
#include <string.h>
#include <sys/param.h>

#include "pdf_words_priv.h"
#include "text.h"

enum { FILTERS_MAX = 64, DIGITS_MAX = 18, STREAM_LEN = 6 };

struct dict {
	const unsigned char *p, *end;
	unsigned depth;
	unsigned lists; /* of filters */
	bool counts;    /* libclamav would take a filter */
	bool subtype;   /* the last name was this key */
	bool image, attached;
	bool odd; /* not written plainly, or filters are dropped */
};

static bool
is_filter(const char *name)
{
	static const char *const words[] = {"Crypt", "ASCIIHexDecode", "AHx",
	    "ASCII85Decode", "A85", "FlateDecode", "Fl", "LZWDecode", "LZW",
	    "RunLengthDecode", "RL", "CCITTFaxDecode", "CCF", "DCTDecode",
	    "DCT", "JBIG2Decode", "JPXDecode"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(name, words[i]) == 0)
			return true;
	return false;
}

/* Whether there is something that libclamav would not take for a string. */
static bool
misleads(const struct dict *d, const unsigned char *p, const unsigned char *end)
{
	char name[PDF_NAME_ROOM];

	while ((p = memchr(p, '/', (size_t)(end - p))) != NULL) {
		p = pdf_read_name(p + 1, end, name);
		if (strcmp(name, "Filter") == 0 || strcmp(name, "Image") == 0 ||
		    (d->counts && is_filter(name)))
			return true;
	}
	return false;
}

/* Not all blanks end a name for libclamav, and comments are text to it. */
static void
skip_blanks(struct dict *d)
{
	const unsigned char *from = d->p;

	d->p = pdf_skip_blanks(d->p, d->end);
	for (; from < d->p; from++)
		d->odd |= *from == '%' || *from == '\0' || *from == '\f';
}

static void
read_string(struct dict *d)
{
	const unsigned char *from = d->p;
	unsigned depth = 0;

	for (; d->p < d->end; d->p++) {
		if (*d->p == '\\' && d->end - d->p > 1)
			d->p++;
		else if (*d->p == '(')
			depth++;
		else if (*d->p == ')' && --depth == 0)
			break;
	}
	d->odd |= misleads(d, from, d->p);
	d->p += d->p < d->end;
}

static void
read_hex(struct dict *d)
{
	for (d->p++; d->p < d->end && *d->p != '>'; d->p++)
		d->odd |= !isxdigit(*d->p) && !isspace(*d->p);
	d->p += d->p < d->end;
}

/* The filters that are named behind their key: whether some are dropped. */
static void
read_filters(struct dict *d)
{
	char name[PDF_NAME_ROOM];
	bool list, crypt = false;
	unsigned n = 0;

	d->lists++;
	d->counts = true;
	skip_blanks(d);
	list = d->p < d->end && *d->p == '[';
	d->p += list;
	do {
		skip_blanks(d);
		if (d->p == d->end || *d->p != '/')
			break;
		d->odd |= crypt || ++n > FILTERS_MAX;
		d->p = pdf_read_name(d->p + 1, d->end, name);
		crypt |= strcmp(name, "Crypt") == 0;
	} while (list);
	d->odd |= d->p < d->end && isdigit(*d->p);
}

/* Whether libclamav ends the name at an escape that is none. */
static bool
has_bad_escape(const unsigned char *p, const unsigned char *end)
{
	while ((p = memchr(p, '#', (size_t)(end - p))) != NULL)
		if (end - p++ < 3 || !isxdigit(p[0]) || !isxdigit(p[1]))
			return true;
	return false;
}

static void
read_name(struct dict *d)
{
	const unsigned char *from = d->p + 1;
	char name[PDF_NAME_ROOM];
	bool subtype = d->subtype;

	d->p = pdf_read_name(from, d->end, name);
	d->odd |= has_bad_escape(from, d->p);
	d->subtype = strcmp(name, "Subtype") == 0;
	if (strcmp(name, "Filter") == 0) {
		read_filters(d);
	} else if (strcmp(name, "Length") == 0) {
		d->counts = false;
	} else if (strcmp(name, "Image") == 0) {
		d->image = true;
		d->odd |= !subtype;
	} else {
		d->attached |= strcmp(name, "EmbeddedFile") == 0;
		d->odd |= d->counts && is_filter(name);
	}
}

static bool
is_double(const struct dict *d, unsigned char c)
{
	return d->end - d->p > 1 && d->p[0] == c && d->p[1] == c;
}

static void
read_other(struct dict *d)
{
	unsigned digits = 0;

	d->odd |= memchr(")>{}", *d->p, 4) != NULL;
	for (; d->p < d->end && isdigit(*d->p); d->p++)
		digits++;
	d->p += digits == 0;
	d->odd |= digits > DIGITS_MAX;
}

/* Up to its end, or that of the object. Returns where the end begins. */
static const unsigned char *
read_dictionary(struct dict *d)
{
	const unsigned char *close;

	do {
		close = d->p;
		if (is_double(d, '<'))
			d->depth++, d->p += 2;
		else if (is_double(d, '>'))
			d->depth--, d->p += 2;
		else if (*d->p == '/')
			read_name(d);
		else if (*d->p == '(')
			read_string(d);
		else if (*d->p == '<')
			read_hex(d);
		else
			read_other(d);
		skip_blanks(d);
	} while (d->depth > 0 && d->p < d->end);
	return close;
}

/*
 * Where libclamav sees the end of a dictionary, of which it counts this end and
 * all in front of it; NULL if nowhere.
 */
static const unsigned char *
seen_close(const unsigned char *start, const unsigned char *end)
{
	const unsigned char *p = start, *open, *close = NULL;
	unsigned depth = 1;

	while (depth > 0) {
		if (end - p < 3)
			return NULL;
		close = memchr(p, '>', (size_t)(end - 1 - p));
		if (close == NULL)
			return NULL;
		if (close[1] == '>') {
			while ((open = memchr(p - 1, '<',
				    (size_t)(close - p + 1))) != NULL) {
				depth += open[1] == '<';
				p = open + 2;
			}
			depth--;
		}
		p = close + 2;
	}
	return close;
}

/* Whether it sees the same end, or that of a string in hex right before it. */
static bool
sees_close(const struct pdf_object *object, const unsigned char *close)
{
	const unsigned char *start =
	    memchr(object->start, '<', (size_t)(close - object->start));
	const unsigned char *seen;

	if (start == NULL)
		return false;
	seen = seen_close(start + 2, object->seen_end);
	return seen == close || seen == close - 1;
}

bool
pdf_is_misread(const struct pdf_object *object, size_t *work)
{
	const unsigned char *from = object->start, *close;
	struct dict d = {
	    .p = from, .end = from + MIN((size_t)(object->end - from), *work)};
	bool is_dictionary;

	skip_blanks(&d);
	is_dictionary = is_double(&d, '<');
	close = d.p;
	if (is_dictionary)
		close = read_dictionary(&d);
	*work -= (size_t)(d.p - from);
	if (d.end - d.p < STREAM_LEN)
		return d.end < object->end;
	if (!is_dictionary || d.depth > 0 ||
	    memcmp(d.p, "stream", STREAM_LEN) != 0)
		return false;
	return d.odd || d.lists > 1 || (d.image && d.attached) ||
	       object->seen_end < d.p || !sees_close(object, close) ||
	       text_find_bytes(from, (size_t)(d.p - from) + STREAM_LEN,
		   "stream", STREAM_LEN, 5) != d.p;
}
