/*
 * Objects of a PDF file (ISO 32000-1, 7.3.10 and 7.5.7): each begins with the
 * word "obj", or lies in a stream of objects whose number is behind "/N". Both
 * may also stand where they mean something else, so too many are counted rather
 * than too few.
 */
#include "pdf_priv.h"

#include <string.h>

static bool
is_blank(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       c == ' ';
}

/* The next place behind `at` with these bytes, or NULL. */
static const unsigned char *
next(const unsigned char *at, const unsigned char *end, const char *bytes)
{
	return memmem(at, (size_t)(end - at), bytes, strlen(bytes));
}

static size_t
count_objects(const unsigned char *data, const unsigned char *end)
{
	const unsigned char *at = data;
	size_t n = 0;

	while (n <= PDF_OBJECTS_MAX && (at = next(at, end, "obj")) != NULL) {
		n += at > data && is_blank(at[-1]);
		at += 3;
	}
	return n;
}

static size_t
count_packed(const unsigned char *data, const unsigned char *end)
{
	const unsigned char *at = data;
	size_t number, n = 0;

	while (n <= PDF_OBJECTS_MAX && (at = next(at, end, "/N")) != NULL) {
		at += 2;
		while (at < end && is_blank(*at))
			at++;
		number = 0;
		for (; at < end && *at >= '0' && *at <= '9'; at++)
			if (number <= PDF_OBJECTS_MAX)
				number = number * 10 + (size_t)(*at - '0');
		n += number;
	}
	return n;
}

bool
pdf_may_hold_more(const void *data, size_t len)
{
	const unsigned char *end = (const unsigned char *)data + len;

	return count_objects(data, end) + count_packed(data, end) >
	       PDF_OBJECTS_MAX;
}
