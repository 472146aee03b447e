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
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/param.h>

#include "mem.h"
#include "pdf_dict_priv.h"
#include "pdf_stream_priv.h"
#include "pdf_tables_priv.h"
#include "pdf_words_priv.h"
#include "text.h"

/* Readers look for its start there (Annex H.3, note 13): bytes. */
enum { HEAD_REACH = 1024, HEAD_LEN = 5 };

/* The place of a table is said there. */
enum { TABLE_REACH = 2048 };

/* The first object of a file without a head is searched for so far. */
enum { OBJECT_REACH = 4096 };

/* Dictionaries of objects that overlap would be read again and again. */
enum { WORK_FREE = 64 * 1024, WORK_TIMES = 2 };

enum seen { SEEN, SEEN_NOT, SEEN_UNCLEAR };

struct pdf {
	struct pdf_file file;
	const unsigned char *next; /* here libclamav looks for an object */
};

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
	if (end - start > PDF_DIGITS_MAX)
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
	const unsigned char *at = start - PDF_OBJ_LEN;
	enum seen generation, number;

	if (at <= pdf->next)
		return SEEN_NOT;
	generation = look_at_number(pdf, &at);
	if (generation == SEEN_NOT)
		return SEEN_NOT;
	number = look_at_number(pdf, &at);
	return number == SEEN ? generation : number;
}

/* False when it is not clear what libclamav makes of it. */
static bool
look_at_object(struct pdf *pdf, const unsigned char *start)
{
	struct pdf_object object = {start, start};
	const unsigned char *end;

	/* libclamav passes over a word that is not behind a blank. */
	if (!pdf_is_blank(start[-PDF_OBJ_LEN - 1]))
		return pdf_look_at_object(&pdf->file, &object);
	switch (look_at_start(pdf, start)) {
	case SEEN:
		end = text_find_bytes(start, (size_t)(pdf->file.end - start),
		    "endobj", PDF_ENDOBJ_LEN, 5);
		object.seen_end = end != NULL ? end : pdf->file.end;
		pdf->next = end != NULL ? end + PDF_ENDOBJ_LEN : pdf->file.end;
		break;
	case SEEN_NOT:
		pdf->next = MAX(pdf->next, start);
		break;
	case SEEN_UNCLEAR:
		return false;
	}
	return pdf_look_at_object(&pdf->file, &object);
}

static enum pdf_left_out
look_at_objects(struct pdf *pdf)
{
	const struct pdf_file *file = &pdf->file;
	const unsigned char *at = pdf_next_object(file->data, file->end);
	bool looked = pdf_look_at_trailers(&pdf->file);
	size_t n;

	/* Some readers take objects in front of the head as well. */
	file->refs->unclear |= pdf_has_numbered(file->first, file->data) ||
			       pdf_has_hidden_number(file->data, file->end);
	for (n = 1; at != NULL; n++, at = pdf_next_object(at, file->end)) {
		if (n == PDF_OBJECTS_MAX)
			return PDF_OBJECTS;
		looked &= look_at_object(pdf, at);
	}
	return looked && !pdf_refs_meet(file->refs) ? PDF_NOTHING : PDF_STREAMS;
}

/* Some readers take small letters as well. */
static bool
has_odd_head(const struct pdf_file *file)
{
	size_t len = (size_t)(file->end - file->data);
	const unsigned char *at = file->data;
	const unsigned char *last = at + MIN(len, HEAD_REACH + 1);

	while ((at = memchr(at, '%', (size_t)(last - at))) != NULL) {
		if (file->end - at > HEAD_LEN &&
		    strncasecmp((const char *)at, "%PDF-", HEAD_LEN) == 0 &&
		    isdigit(at[HEAD_LEN]))
			return true;
		at++;
	}
	return false;
}

/* And some need no head where there is a table. */
static bool
has_table(const struct pdf_file *file)
{
	size_t len = (size_t)(file->end - file->data);
	size_t reach = MIN(len, TABLE_REACH);

	return text_find_bytes(file->end - reach, reach, "startxref", 9, 8) !=
	       NULL;
}

/* Whether an object with a dictionary is near the start. */
static bool
has_object(const struct pdf *pdf)
{
	const struct pdf_file *file = &pdf->file;
	size_t len = (size_t)(file->end - file->data);
	const unsigned char *last = file->data + MIN(len, OBJECT_REACH);
	const unsigned char *at = file->data;

	if (len <= PDF_OBJ_LEN)
		return false;
	while ((at = pdf_next_object(at + 1, last)) != NULL) {
		if (look_at_start(pdf, at) != SEEN)
			continue;
		at = pdf_skip_blanks(at, last);
		if (pdf_is_at(at, last, "<<"))
			return true;
		at = MIN(at, last - 1);
	}
	return false;
}

enum pdf_left_out
pdf_left_out(
    const void *data, size_t len, struct pdf_refs **refs_r, uint64_t *unpacked)
{
	size_t reach = MIN(len, HEAD_REACH + HEAD_LEN);
	const unsigned char *head =
	    text_find_bytes(data, reach, "%PDF-", HEAD_LEN, 0);
	const unsigned char *start = head != NULL ? head : data;
	struct pdf pdf = {{.data = start,
			      .first = data,
			      .end = (const unsigned char *)data + len,
			      .work = WORK_FREE + WORK_TIMES * len,
			      .unpacked = unpacked},
	    .next = start};
	struct pdf_refs *refs;
	enum pdf_left_out result;

	*refs_r = NULL;
	if (head == NULL)
		return (has_odd_head(&pdf.file) || has_table(&pdf.file)) &&
			       has_object(&pdf)
			   ? PDF_HEAD
			   : PDF_NOTHING;
	pdf.file.refs = refs = mem_zalloc(1, sizeof(*refs));
	/* Where libclamav sees it, it may undo encryption that there is not. */
	refs->encrypted = text_find_bytes(data, len, "/Encrypt", 8, 2) != NULL;
	pdf_look_at_tables(&pdf.file);
	result = look_at_objects(&pdf);
	free(pdf.file.numbers);
	if (pdf_refs_matter(refs))
		*refs_r = refs;
	else
		free(refs);
	return result;
}

/* Behind what may be a number in whatever way of writing, and blanks. */
static const unsigned char *
skip_number(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *from = p;

	while (p < end && (isdigit(*p) || memchr("+-.eE", *p, 5) != NULL))
		p++;
	return p == from || p == end || !pdf_ends_word(*p)
		   ? NULL
		   : pdf_skip_blanks(p, end);
}

bool
pdf_look_at_stream(const void *data, size_t len, struct pdf_refs *refs)
{
	const unsigned char *end = (const unsigned char *)data + len;
	const unsigned char *p = skip_number(pdf_skip_blanks(data, end), end);

	/* It begins with the numbers of an object, and its place. */
	if (p == NULL || skip_number(p, end) == NULL)
		return false;
	pdf_read_packed(data, end, refs);
	return pdf_refs_meet(refs);
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
