/* Entries of tables, as far as they lead into numbers of objects. */
#include "pdf_tables_priv.h"

#include <ctype.h>
#include <string.h>
#include <sys/param.h>

#include "text.h"

/* The number of an object and its word are hardly longer: bytes. */
enum { OBJECT_REACH = 64 };

static void
reach(struct pdf_file *file, const unsigned char *data, size_t offset)
{
	const unsigned char *from, *p, *last;
	uint64_t number, generation;

	if (offset == 0 || offset >= (size_t)(file->end - data))
		return;
	from = p = data + offset;
	if (!isdigit(p[-1]) || !isdigit(*p))
		return;
	last = p + MIN(file->end - p, OBJECT_REACH);
	p = pdf_read_digits(p, last, &number);
	p = pdf_read_digits(pdf_skip_spaces(p, last), last, &generation);
	p = pdf_skip_spaces(p, last);
	if (p == last || *p == 'o')
		pdf_refs_add(file->refs, PDF_REACHED, number);
	file->work -= MIN(file->work, (size_t)(p - from));
	file->refs->misled |= file->work == 0;
}

/* Some readers count from the head, and some keep no more than 32 bits. */
void
pdf_reach(struct pdf_file *file, uint64_t offset)
{
	if (file->refs->misled)
		return;
	reach(file, file->data, (uint32_t)offset);
	if (file->first < file->data)
		reach(file, file->first, (uint32_t)offset);
}

/* To some readers these are blanks, signs and numbers as well. */
static bool
is_passed(const unsigned char *p, const unsigned char *end)
{
	return *p <= ' ' || *p >= 0x80 || memchr("+-.", *p, 3) != NULL ||
	       (tolower(*p) == 'e' && isdigit(p[-1]) && end - p > 1 &&
		   isdigit(p[1]));
}

/* "startxref", the end of the file, and an object that was added to it. */
static const char end_of_file[] = "%%EOF";
enum { TABLE_NUMBERS = 2, ADDED_NUMBERS = 3 };

/* The end, and the comments behind it, are hardly longer: bytes. */
enum { COMMENTS_MAX = 160 };

/* Behind the end of the file and other comments, or at one that is too far. */
static const unsigned char *
skip_end(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *last = p + MIN(end - p, COMMENTS_MAX), *from;

	if (!pdf_is_at(p, end, end_of_file))
		return p;
	while (p < last && *p == '%') {
		from = p;
		while (p < last && *p != '\n' && *p != '\r')
			p++;
		if (p == last && p < end)
			return from;
		p = pdf_skip_spaces(p, end);
	}
	return p;
}

/* Whether some reader may take what is behind the word for a table. */
static bool
begins_table(const unsigned char *p, const unsigned char *end)
{
	unsigned numbers = 0;

	for (; p < end; p++) {
		if (numbers == 1)
			p = skip_end(p, end);
		if (p < end && isdigit(*p))
			numbers += !isdigit(p[-1]);
		else if (p == end || !is_passed(p, end))
			break;
	}
	return (p < end && *p == '%') ||
	       (numbers >= TABLE_NUMBERS &&
		   !(numbers == ADDED_NUMBERS && pdf_is_at(p, end, "obj")));
}

/* Reads a number and the blanks behind it; NULL: it is none. */
static const unsigned char *
read_number(const unsigned char *p, const unsigned char *end, uint64_t *number)
{
	const unsigned char *from = p;

	p = pdf_read_digits(p, end, number);
	return p == from ? NULL : pdf_skip_spaces(p, end);
}

enum { OFFSET_LEN = 10, GENERATION_AT = 11, KIND_AT = 17, ENTRY_LEN = 20 };

/* Some readers go by the bytes of an entry, others by its words. */
static bool
is_entry(const unsigned char *p, const unsigned char *end)
{
	int i;

	if (end - p < ENTRY_LEN || (p[KIND_AT] != 'n' && p[KIND_AT] != 'f'))
		return false;
	for (i = 0; i < ENTRY_LEN; i++)
		if (i != KIND_AT &&
		    (i < OFFSET_LEN || (i >= GENERATION_AT && i < KIND_AT - 1)
			    ? !isdigit(p[i])
			    : !pdf_is_blank(p[i])))
			return false;
	return true;
}

/* Reads a part of a table, and behind it; NULL: it may be read otherwise. */
static const unsigned char *
read_part(struct pdf_file *file, const unsigned char *p)
{
	const unsigned char *end = file->end;
	uint64_t first, count, offset;

	p = read_number(p, end, &first);
	if (p != NULL)
		p = read_number(p, end, &count);
	for (; p != NULL && count > 0; count--) {
		if (!is_entry(p, end))
			return NULL;
		(void)pdf_read_digits(p, p + OFFSET_LEN, &offset);
		if (p[KIND_AT] == 'n')
			pdf_reach(file, offset);
		p += ENTRY_LEN;
	}
	return p;
}

/* Reads a table from behind its word; the result is that of its parts. */
static const unsigned char *
read_table(struct pdf_file *file, const unsigned char *p)
{
	const unsigned char *end = file->end;

	p = pdf_skip_spaces(p, end);
	do {
		p = read_part(file, p);
		if (p != NULL)
			p = pdf_skip_spaces(p, end);
	} while (p != NULL && p < end && isdigit(*p));
	return p != NULL && pdf_is_at(p, end, "trailer") ? p : NULL;
}

void
pdf_look_at_tables(struct pdf_file *file)
{
	static const char word[] = "xref";
	const unsigned char *at = file->first, *end = file->end;

	while (at != NULL && (at = text_find_bytes(at, (size_t)(end - at), word,
				  sizeof(word) - 1, 0)) != NULL) {
		at += sizeof(word) - 1;
		if (begins_table(at, end)) {
			at = read_table(file, at);
			file->refs->misled |= at == NULL;
		}
	}
}
