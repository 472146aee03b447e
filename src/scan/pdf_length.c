/*
 * The length that libclamav takes for that of a stream. It goes by the word for
 * the end, but cuts what is behind the length there if that is little.
 */
#include "pdf_length_priv.h"

#include <ctype.h>
#include <sys/param.h>

#include "text.h"

enum { CUT_MAX = 2 };

/* It takes for the name of an object only what has one space in between. */
static bool
is_spaced(const unsigned char *p, const unsigned char *end)
{
	uint64_t n;

	p = pdf_read_digits(pdf_skip_blanks(p, end), end, &n);
	if (end - p < 2 || p[0] != ' ' || !isdigit(p[1]))
		return false;
	p = pdf_read_digits(p + 1, end, &n);
	return end - p > 1 && p[0] == ' ' && p[1] == 'R';
}

/*
 * What libclamav takes for the length: the number behind the first "/Length",
 * of whatever word; 0 when there is none. False when it cannot be told.
 */
static bool
seen_length(const struct pdf_object *object, const struct pdf_dict *dict,
    size_t *length_r)
{
	const unsigned char *from = object->start, *end = dict->behind;
	const unsigned char *p =
	    text_find_bytes(from, (size_t)(end - from), "/Length", 7, 1);

	*length_r = 0;
	if (p == NULL)
		return true;
	p += 7;
	/* It may not find the other object, and if it does, that is right. */
	if (p == dict->length_at && dict->length_is == PDF_LENGTH_ELSEWHERE) {
		*length_r = is_spaced(p, end) ? 0 : dict->length;
		return true;
	}
	while (p < end && !pdf_ends_word(*p))
		p++;
	return pdf_read_length(p, end, length_r) == PDF_LENGTH_GIVEN;
}

/* The length of the line end that it takes off, seen in the wrong place. */
static size_t
misplaced_line_end(const unsigned char *start, size_t len)
{
	const unsigned char *last = start + len - 1;

	if (len > 0 && *last == '\n')
		return len > 1 && last[-1] == '\r' ? 2 : 1;
	return len > 0 && *last == '\r';
}

size_t
pdf_cut_off(
    const struct pdf_object *object, const struct pdf_dict *dict, size_t len)
{
	size_t length;

	if (!seen_length(object, dict, &length))
		return MIN(len, CUT_MAX);
	if (length == 0)
		return dict->flate ? 0 : misplaced_line_end(object->start, len);
	return len - length <= CUT_MAX ? len - length : 0;
}
