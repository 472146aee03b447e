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

const unsigned char *
pdf_read_digits(
    const unsigned char *p, const unsigned char *end, uint64_t *value_r)
{
	for (*value_r = 0; p < end && isdigit(*p); p++)
		*value_r = *value_r < UINT64_MAX / 10
			       ? *value_r * 10 + (*p - (unsigned)'0')
			       : UINT64_MAX;
	return p;
}

bool
pdf_is_odd_blank(unsigned char c)
{
	return c == 0x80 || c == 0xff;
}

bool
pdf_ends_word(unsigned char c)
{
	return pdf_is_blank(c) || strchr("()<>[]{}/%", c) != NULL;
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
	size_t n = 0, room = PDF_NAME_ROOM - 1;
	unsigned char c;

	while (p < end && !pdf_ends_word(*p)) {
		/* Others take it for a part of the name, which means less. */
		if (pdf_is_odd_blank(*p))
			room = n;
		c = *p++;
		if (c == '#' && end - p > 1 && isxdigit(p[0]) &&
		    isxdigit(p[1])) {
			c = (unsigned char)(hex_value(p[0]) << 4 |
					    hex_value(p[1]));
			p += 2;
		}
		if (n < room)
			name[n++] = (char)c;
	}
	name[n] = '\0';
	return p;
}

bool
pdf_has_bad_escape(const unsigned char *p, const unsigned char *end)
{
	while ((p = memchr(p, '#', (size_t)(end - p))) != NULL)
		if (end - p++ < 3 || !isxdigit(p[0]) || !isxdigit(p[1]))
			return true;
	return false;
}

const unsigned char *
pdf_skip_spaces(const unsigned char *p, const unsigned char *end)
{
	while (p < end && pdf_is_blank(*p))
		p++;
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

bool
pdf_is_at(const unsigned char *p, const unsigned char *end, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(end - p) >= len && memcmp(p, word, len) == 0;
}

bool
pdf_is_flate(const char *name)
{
	return strcmp(name, "FlateDecode") == 0 || strcmp(name, "Fl") == 0;
}

bool
pdf_is_filter(const char *name)
{
	static const char *const others[] = {"Crypt", "ASCIIHexDecode", "AHx",
	    "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL",
	    "CCITTFaxDecode", "CCF", "DCTDecode", "DCT", "JBIG2Decode",
	    "JPXDecode"};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(name, others[i]) == 0)
			return true;
	return pdf_is_flate(name);
}

/* Whether a number is all there is, not the first of another object's. */
static bool
is_alone(const unsigned char *p, const unsigned char *end)
{
	if (p < end && !pdf_ends_word(*p))
		return false;
	p = pdf_skip_blanks(p, end);
	return p == end || !isdigit(*p);
}

/* Whether this is what is behind the number of another object. */
static bool
is_reference(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *from = pdf_skip_blanks(p, end);
	uint64_t value;

	p = pdf_read_digits(from, end, &value);
	if (p == from)
		return false;
	p = pdf_skip_blanks(p, end);
	return p < end && *p == 'R';
}

enum pdf_length
pdf_read_length(
    const unsigned char *p, const unsigned char *end, size_t *length_r)
{
	const unsigned char *from = pdf_skip_blanks(p, end);
	uint64_t length;

	p = pdf_read_digits(from, end, &length);
	*length_r = length;
	if (p == from || p - from > PDF_DIGITS_MAX)
		return PDF_LENGTH_UNCLEAR;
	if (is_alone(p, end))
		return PDF_LENGTH_GIVEN;
	return is_reference(p, end) ? PDF_LENGTH_ELSEWHERE : PDF_LENGTH_UNCLEAR;
}

bool
pdf_is_one(const unsigned char *p, const unsigned char *end)
{
	p = pdf_skip_blanks(p, end);
	return p < end && *p++ == '1' && is_alone(p, end);
}
