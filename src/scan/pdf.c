/*
 * PDF files (ISO 32000-1, 7.3). libclamav does not follow their tables: it
 * takes for an object what stands from the word "obj" behind two numbers to the
 * next "endobj", and goes on behind that. Readers find each object where the
 * tables say, so that one may be in another, or only in its string, for
 * libclamav. Those that are packed together in a stream come behind all others
 * for it, and neither an attached file nor any other stream can be one of them.
 */
#include "pdf_priv.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <sys/param.h>

#include "pdf_dict_priv.h"
#include "pdf_words_priv.h"
#include "text.h"

/* Readers look for its start there (Annex H.3, note 13): bytes. */
enum { HEAD_REACH = 1024, HEAD_LEN = 5 };

/* Dictionaries of objects that overlap would be read again and again. */
enum { WORK_FREE = 64 * 1024, WORK_TIMES = 2 };

enum { OBJ_LEN = 3, ENDOBJ_LEN = 6, DIGITS_MAX = 18 };

enum seen { SEEN, SEEN_NOT, SEEN_UNCLEAR };

struct pdf {
	const unsigned char *data, *end;
	const unsigned char *next; /* here libclamav looks for an object */
	size_t work;               /* that is left, bytes */
};

/*
 * Behind the next "obj" that stands behind a blank or a number; NULL if there
 * is none. `at` is behind another word, or at the head.
 */
static const unsigned char *
next_object(const struct pdf *pdf, const unsigned char *at)
{
	while ((at = text_find_bytes(
		    at, (size_t)(pdf->end - at), "obj", OBJ_LEN, 2)) != NULL) {
		at += OBJ_LEN;
		if (pdf_is_blank(at[-OBJ_LEN - 1]) || isdigit(at[-OBJ_LEN - 1]))
			return at;
	}
	return NULL;
}

/*
 * What libclamav makes of the number whose digits and blanks end here; that it
 * is one when there is a blank in front of it, or what was read before. `*at`
 * becomes the end of what it looks at next.
 */
static enum seen
look_at_number(const struct pdf *pdf, const unsigned char **at)
{
	const unsigned char *end = *at, *start;

	while (end > pdf->next && pdf_is_blank(end[-1]))
		end--;
	for (start = end; start > pdf->next && isdigit(start[-1]);)
		start--;
	if (start == end)
		return SEEN_NOT;
	*at = start == pdf->next ? start : start - 1;
	if (end - start > DIGITS_MAX)
		return SEEN_UNCLEAR;
	if (start == pdf->next || isspace(start[-1]))
		return SEEN;
	if (start[-1] == '+' || start[-1] == '-')
		return SEEN_UNCLEAR;
	/* It forgives that what was added to a file is on the same line. */
	return end - start > 1 && start - pdf->next > 5 &&
		       memcmp(start - 5, "%%EOF", 5) == 0
		   ? SEEN
		   : SEEN_NOT;
}

/* Whether libclamav sees that an object starts in front of this. */
static enum seen
look_at_start(const struct pdf *pdf, const unsigned char *start)
{
	const unsigned char *at = start - OBJ_LEN;
	enum seen generation, number;

	if (at <= pdf->next)
		return SEEN_NOT;
	generation = look_at_number(pdf, &at);
	if (generation == SEEN_NOT)
		return SEEN_NOT;
	number = look_at_number(pdf, &at);
	return number == SEEN ? generation : number;
}

static bool
is_misread(struct pdf *pdf, const unsigned char *start)
{
	struct pdf_object object = {start, start, pdf->end};
	const unsigned char *end;

	if (!pdf_is_blank(start[-OBJ_LEN - 1])) /* libclamav passes over it */
		return pdf_is_misread(&object, &pdf->work);
	switch (look_at_start(pdf, start)) {
	case SEEN:
		end = text_find_bytes(
		    start, (size_t)(pdf->end - start), "endobj", ENDOBJ_LEN, 5);
		object.seen_end = end != NULL ? end : pdf->end;
		pdf->next = end != NULL ? end + ENDOBJ_LEN : pdf->end;
		break;
	case SEEN_NOT:
		pdf->next = MAX(pdf->next, start);
		break;
	case SEEN_UNCLEAR:
		return true;
	}
	return pdf_is_misread(&object, &pdf->work);
}

static enum pdf_left_out
look_at_objects(struct pdf *pdf, const unsigned char *head)
{
	const unsigned char *at = next_object(pdf, head);
	bool misread = false;
	size_t n;

	for (n = 1; at != NULL; n++, at = next_object(pdf, at)) {
		if (n == PDF_OBJECTS_MAX)
			return PDF_OBJECTS;
		misread |= is_misread(pdf, at);
	}
	return misread ? PDF_STREAMS : PDF_NOTHING;
}

/* Some readers take small letters as well. */
static bool
has_odd_head(const struct pdf *pdf)
{
	size_t len = (size_t)(pdf->end - pdf->data);
	const unsigned char *at = pdf->data;
	const unsigned char *last = at + MIN(len, HEAD_REACH + 1);

	while ((at = memchr(at, '%', (size_t)(last - at))) != NULL) {
		if (pdf->end - at > HEAD_LEN &&
		    strncasecmp((const char *)at, "%PDF-", HEAD_LEN) == 0 &&
		    isdigit(at[HEAD_LEN]))
			break;
		at++;
	}
	if (at == NULL || (at = next_object(pdf, at)) == NULL ||
	    look_at_start(pdf, at) != SEEN)
		return false;
	at = pdf_skip_blanks(at, pdf->end);
	return pdf->end - at > 1 && memcmp(at, "<<", 2) == 0;
}

enum pdf_left_out
pdf_left_out(const void *data, size_t len)
{
	size_t reach = MIN(len, HEAD_REACH + HEAD_LEN);
	struct pdf pdf = {.data = data, .work = WORK_FREE + WORK_TIMES * len};

	pdf.end = pdf.data + len;
	pdf.next = text_find_bytes(data, reach, "%PDF-", HEAD_LEN, 0);
	if (pdf.next != NULL)
		return look_at_objects(&pdf, pdf.next);
	pdf.next = data;
	return has_odd_head(&pdf) ? PDF_HEAD : PDF_NOTHING;
}

size_t
pdf_behind(const void *data, size_t len)
{
	const char *from = (const char *)data + 1, *at;

	if (len == 0)
		return 0;
	len = MIN(len, HEAD_REACH + HEAD_LEN) - 1;
	at = text_find_bytes(from, len, "%PDF-", HEAD_LEN, 0);
	return at == NULL ? 0 : 1 + (size_t)(at - from);
}
