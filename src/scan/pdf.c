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
#include <strings.h>

#include "pdf_dict_priv.h"
#include "pdf_words_priv.h"
#include "text.h"

/* Readers look for its start there (Annex H.3, note 13): bytes. */
enum { HEAD_REACH = 1024, HEAD_LEN = 5 };

/*
 * Whether of the filters that are named here some are dropped: those behind a
 * Crypt or behind too many, and all that are in another object ("5 0 R").
 * `*p` becomes the end of what was read.
 */
static bool
is_cut(const unsigned char **p, const unsigned char *end)
{
	char name[PDF_NAME_ROOM];
	bool crypt = false;
	unsigned n;

	*p = pdf_skip_blanks(*p, end);
	if (*p == end || **p != '[')
		return *p < end && isdigit(**p);
	*p = pdf_skip_blanks(*p + 1, end);
	for (n = 0; *p < end && **p == '/'; n++) {
		if (crypt || n == PDF_FILTERS_MAX)
			return true;
		*p = pdf_skip_blanks(pdf_read_name(*p + 1, end, name), end);
		crypt = strcmp(name, "Crypt") == 0;
	}
	return *p == end || **p != ']';
}

/* Whether there is a list in an object of which filters are dropped. */
static bool
drops_filters(const unsigned char *p, const unsigned char *end)
{
	char name[PDF_NAME_ROOM];

	while ((p = memchr(p, '/', (size_t)(end - p))) != NULL) {
		p = pdf_read_name(p + 1, end, name);
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
		if (pdf_is_blank(at[-4]))
			return at;
	}
	return NULL;
}

/* Some readers take small letters as well. */
static bool
has_odd_head(const char *data, size_t len)
{
	const char *at = data, *end = data + len;
	const char *last = data + (len < HEAD_REACH ? len : HEAD_REACH);

	while ((at = memchr(at, '%', (size_t)(last - at))) != NULL) {
		if (end - at >= HEAD_LEN &&
		    strncasecmp(at, "%PDF-", HEAD_LEN) == 0)
			return next_object((const unsigned char *)at,
				   (const unsigned char *)end) != NULL;
		at++;
	}
	return false;
}

enum pdf_left_out
pdf_left_out(const void *data, size_t len)
{
	const unsigned char *end = (const unsigned char *)data + len, *next;
	const unsigned char *at = text_find_bytes(data, len, "%PDF-", 5, 0);
	const unsigned char *last;
	bool dropped = false;
	size_t n;

	if (at == NULL)
		return has_odd_head(data, len) ? PDF_HEAD : PDF_NOTHING;
	at = next_object(at, end);
	for (n = 0; at != NULL; n++, at = next) {
		if (n == PDF_OBJECTS_MAX - 1)
			return PDF_OBJECTS;
		next = next_object(at, end);
		last = next == NULL ? end : next;
		dropped |= drops_filters(at, last) || pdf_is_misread(at, last);
	}
	return dropped ? PDF_FILTERS : PDF_NOTHING;
}

size_t
pdf_behind(const void *data, size_t len)
{
	const char *from = (const char *)data + 1, *at;

	if (len == 0)
		return 0;
	len = (len < HEAD_REACH + HEAD_LEN ? len : HEAD_REACH + HEAD_LEN) - 1;
	at = text_find_bytes(from, len, "%PDF-", HEAD_LEN, 0);
	return at == NULL ? 0 : 1 + (size_t)(at - from);
}
