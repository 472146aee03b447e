/* Words of PDF files. */
#include "pdf_words_priv.h"

#include <ctype.h>
#include <string.h>

bool
pdf_is_blank(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       c == ' ';
}

static unsigned
hex_value(unsigned char c)
{
	return isdigit(c) ? c - (unsigned)'0' : (unsigned)tolower(c) - 'a' + 10;
}

const unsigned char *
pdf_read_name(
    const unsigned char *p, const unsigned char *end, char name[PDF_NAME_ROOM])
{
	size_t n = 0;
	unsigned char c;

	while (
	    p < end && !pdf_is_blank(*p) && strchr("()<>[]{}/%", *p) == NULL) {
		c = *p++;
		if (c == '#' && end - p > 1 && isxdigit(p[0]) &&
		    isxdigit(p[1])) {
			c = (unsigned char)(hex_value(p[0]) << 4 |
					    hex_value(p[1]));
			p += 2;
		}
		if (n < PDF_NAME_ROOM - 1)
			name[n++] = (char)c;
	}
	name[n] = '\0';
	return p;
}

const unsigned char *
pdf_skip_blanks(const unsigned char *p, const unsigned char *end)
{
	for (; p < end && (pdf_is_blank(*p) || *p == '%'); p++)
		if (*p == '%')
			while (p + 1 < end && *p != '\n' && *p != '\r')
				p++;
	return p;
}
