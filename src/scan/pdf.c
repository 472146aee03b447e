/*
 * Objects of a PDF file (ISO 32000-1, 7.3.10): each begins with the word "obj"
 * behind a blank. Those that are packed together in a stream come behind all
 * others for libclamav, and no attached file can be one of them.
 */
#include "pdf_priv.h"

#include "text.h"

static bool
is_blank(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       c == ' ';
}

bool
pdf_may_hold_too_many(const void *data, size_t len)
{
	const unsigned char *end = (const unsigned char *)data + len;
	const unsigned char *at = text_find_bytes(data, len, "%PDF-", 5, 0);
	size_t n = 0;

	while (at != NULL && n < PDF_OBJECTS_MAX) {
		at = text_find_bytes(at, (size_t)(end - at), "obj", 3, 2);
		if (at != NULL) {
			n += is_blank(at[-1]);
			at += 3;
		}
	}
	return n >= PDF_OBJECTS_MAX;
}
