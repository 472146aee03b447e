/* Where objects of PDF files begin, and those that are numbers. */
#include "pdf_numbers_priv.h"

#include <ctype.h>
#include <string.h>

#include "mem.h"
#include "pdf_words_priv.h"
#include "text.h"

/* Objects whose numbers are equal modulo this are taken for one. */
enum { SLOTS = 64 * 1024 };

struct pdf_numbers {
	bool unclear; /* there is one of unclear number */
	struct {
		enum { NONE, KNOWN, UNCLEAR } is;
		size_t value;
	} slots[SLOTS];
};

const unsigned char *
pdf_next_object(const unsigned char *at, const unsigned char *end)
{
	while ((at = text_find_bytes(
		    at, (size_t)(end - at), "obj", PDF_OBJ_LEN, 2)) != NULL) {
		at += PDF_OBJ_LEN;
		if (!isalpha(at[-PDF_OBJ_LEN - 1]))
			return at;
	}
	return NULL;
}

static const unsigned char *
before_blanks(const unsigned char *data, const unsigned char *p)
{
	while (p > data && pdf_is_blank(p[-1]))
		p--;
	return p;
}

static const unsigned char *
before_digits(const unsigned char *data, const unsigned char *p)
{
	while (p > data && isdigit(p[-1]))
		p--;
	return p;
}

bool
pdf_number_of(
    const unsigned char *data, const unsigned char *start, uint64_t *number_r)
{
	const unsigned char *end = before_blanks(data, start - PDF_OBJ_LEN);
	const unsigned char *generation = before_digits(data, end);
	const unsigned char *p = before_blanks(data, generation);
	const unsigned char *number = before_digits(data, p);
	bool plain = generation < end && p < generation && number < p &&
		     p - number <= PDF_DIGITS_MAX;
	uint64_t n;

	(void)pdf_read_digits(number, p, number_r);
	(void)pdf_read_digits(generation, end, &n);
	/* libclamav knows no more than the last byte of a generation. */
	return plain && n <= UINT8_MAX &&
	       (number == data || strchr("+-.eE", number[-1]) == NULL ||
		   number[-1] == '\0');
}

static bool
is_behind_digit(const unsigned char *data, const unsigned char *p)
{
	p = before_blanks(data, p);
	return p > data && isdigit(p[-1]);
}

bool
pdf_has_numbered(const unsigned char *from, const unsigned char *end)
{
	const unsigned char *p = from;

	while ((p = text_find_bytes(
		    p, (size_t)(end - p), "obj", PDF_OBJ_LEN, 2)) != NULL) {
		if (is_behind_digit(from, p))
			return true;
		p += PDF_OBJ_LEN;
	}
	return false;
}

/*
 * Whether there is at most one number, besides comments, in front of "obj".
 * `*p` is set to where it may be otherwise for another comment.
 */
static bool
leads_to_object(const unsigned char **p, const unsigned char *end)
{
	const unsigned char *first = pdf_skip_blanks(*p, end), *next, *q;
	uint64_t number;

	q = pdf_read_digits(first, end, &number);
	if (q > first) {
		next = pdf_skip_blanks(q, end);
		q = pdf_read_digits(next, end, &number);
		if (q > next) {
			*p = first;
			return false;
		}
	}
	*p = q;
	return pdf_is_at(q, end, "obj");
}

bool
pdf_has_hidden_number(const unsigned char *data, const unsigned char *end)
{
	const unsigned char *p = data;

	while ((p = memchr(p, '%', (size_t)(end - p))) != NULL) {
		if (!is_behind_digit(data, p))
			p++;
		else if (leads_to_object(&p, end))
			return true;
	}
	return false;
}

/* Whether an object is a number and nothing else, not even a comment. */
static bool
read_number(const unsigned char *p, const unsigned char *end, size_t *value_r)
{
	const unsigned char *from = pdf_skip_spaces(p, end);
	uint64_t value;

	p = pdf_read_digits(from, end, &value);
	*value_r = value;
	if (p == from || p - from > PDF_DIGITS_MAX)
		return false;
	p = pdf_skip_spaces(p, end);
	return pdf_is_at(p, end, "endobj");
}

struct pdf_numbers *
pdf_numbers_new(const unsigned char *data, const unsigned char *end)
{
	struct pdf_numbers *n = mem_zalloc(1, sizeof(*n));
	const unsigned char *at = data;
	uint64_t number;
	size_t value, i;
	bool known;

	while ((at = pdf_next_object(at, end)) != NULL) {
		n->unclear |= !pdf_number_of(data, at, &number);
		i = number % SLOTS;
		known =
		    read_number(at, end, &value) &&
		    (n->slots[i].is == NONE || (n->slots[i].is == KNOWN &&
						   n->slots[i].value == value));
		n->slots[i].is = known ? KNOWN : UNCLEAR;
		n->slots[i].value = value;
	}
	return n;
}

bool
pdf_numbers_find(
    const struct pdf_numbers *numbers, uint64_t number, size_t *value_r)
{
	*value_r = numbers->slots[number % SLOTS].value;
	return numbers->slots[number % SLOTS].is == KNOWN && !numbers->unclear;
}
