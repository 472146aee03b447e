/*
 * PDF files (ISO 32000-1, 7.3 and 7.4). Each object begins with the word "obj"
 * behind a blank; those that are packed together in a stream come behind all
 * others for libclamav, and neither an attached file nor any other stream can
 * be one of them. The filters of a stream are names in the object's
 * dictionary; libclamav takes none from it behind the name Crypt.
 */
#include "pdf_priv.h"

#include <ctype.h>
#include <string.h>

#include "text.h"

enum {
	NAME_ROOM = 16,    /* more than the longest name that is looked for */
	EDGE_FIRST = 1000, /* a little before and behind the edge */
	EDGE_END = 1100
};

static bool
is_blank(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       c == ' ';
}

static unsigned
hex_value(unsigned char c)
{
	return isdigit(c) ? c - (unsigned)'0' : (unsigned)tolower(c) - 'a' + 10;
}

/*
 * Reads the name behind a slash, with its escapes ("#46" is F) undone, and
 * returns its end. A longer one than is looked for is cut.
 */
static const unsigned char *
read_name(const unsigned char *p, const unsigned char *end, char *name)
{
	size_t n = 0;
	unsigned char c;

	while (p < end && !is_blank(*p) && strchr("()<>[]{}/%", *p) == NULL) {
		c = *p++;
		if (c == '#' && end - p > 1 && isxdigit(p[0]) &&
		    isxdigit(p[1])) {
			c = (unsigned char)(hex_value(p[0]) << 4 |
					    hex_value(p[1]));
			p += 2;
		}
		if (n < NAME_ROOM - 1)
			name[n++] = (char)c;
	}
	name[n] = '\0';
	return p;
}

/* Behind blanks and comments. */
static const unsigned char *
skip_blanks(const unsigned char *p, const unsigned char *end)
{
	for (; p < end && (is_blank(*p) || *p == '%'); p++)
		if (*p == '%')
			while (p + 1 < end && *p != '\n' && *p != '\r')
				p++;
	return p;
}

/*
 * Whether of the filters that are named here some are dropped: those behind a
 * Crypt or behind too many, and all that are in another object ("5 0 R").
 * `*p` becomes the end of what was read.
 */
static bool
is_cut(const unsigned char **p, const unsigned char *end)
{
	char name[NAME_ROOM];
	bool crypt = false;
	unsigned n;

	*p = skip_blanks(*p, end);
	if (*p == end || **p != '[')
		return *p < end && isdigit(**p);
	*p = skip_blanks(*p + 1, end);
	for (n = 0; *p < end && **p == '/'; n++) {
		if (crypt || n == PDF_FILTERS_MAX)
			return true;
		*p = skip_blanks(read_name(*p + 1, end, name), end);
		crypt = strcmp(name, "Crypt") == 0;
	}
	return *p == end || **p != ']';
}

/* Whether there is a list in an object of which filters are dropped. */
static bool
drops_filters(const unsigned char *p, const unsigned char *end)
{
	char name[NAME_ROOM];

	while ((p = memchr(p, '/', (size_t)(end - p))) != NULL) {
		p = read_name(p + 1, end, name);
		if (strcmp(name, "Filter") == 0 && is_cut(&p, end))
			return true;
	}
	return false;
}

/* The end of the next "obj" behind a blank; NULL if there is none. */
static const unsigned char *
next_object(const unsigned char *at, const unsigned char *end)
{
	while ((at = text_find_bytes(at, (size_t)(end - at), "obj", 3, 2)) !=
	       NULL) {
		at += 3;
		if (is_blank(at[-4]))
			return at;
	}
	return NULL;
}

enum pdf_left_out
pdf_left_out(const void *data, size_t len)
{
	const unsigned char *end = (const unsigned char *)data + len, *next;
	const unsigned char *at = text_find_bytes(data, len, "%PDF-", 5, 0);
	bool dropped = false;
	size_t n;

	if (at == NULL)
		return PDF_NOTHING;
	at = next_object(at, end);
	for (n = 0; at != NULL; n++, at = next) {
		if (n == PDF_OBJECTS_MAX - 1)
			return PDF_OBJECTS;
		next = next_object(at, end);
		dropped |= drops_filters(at, next == NULL ? end : next);
	}
	return dropped ? PDF_FILTERS : PDF_NOTHING;
}

/* Readers look for its start in the first 1024 bytes (Annex H.3, note 13). */
size_t
pdf_on_edge(const void *data, size_t len)
{
	const char *from = (const char *)data + EDGE_FIRST, *at;

	if (len <= EDGE_FIRST)
		return 0;
	len = (len < EDGE_END ? len : EDGE_END) - EDGE_FIRST;
	at = text_find_bytes(from, len, "%PDF-", 5, 0);
	return at == NULL ? 0 : EDGE_FIRST + (size_t)(at - from);
}
