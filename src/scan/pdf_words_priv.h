/* Blanks, names and numbers in PDF files (ISO 32000-1, 7.2 and 7.3.5).
 */
#ifndef PDF_WORDS_PRIV_H
#define PDF_WORDS_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More than the longest name that is looked for. */
enum { PDF_NAME_ROOM = 24 };

bool pdf_is_blank(unsigned char c);

/* A number of more digits is not sure to be read alike. */
enum { PDF_DIGITS_MAX = 18 };

/* Behind the digits at hand, and their value, UINT64_MAX if it is larger. */
const unsigned char *pdf_read_digits(
    const unsigned char *p, const unsigned char *end, uint64_t *value_r);

/* One only for some readers. */
bool pdf_is_odd_blank(unsigned char c);

/* A blank, a bracket or the like. */
bool pdf_ends_word(unsigned char c);

/*
 * Reads the name behind a slash, with its escapes ("#46" is F) undone, and
 * returns its end. A longer one than is looked for is cut, and one with an odd
 * blank in front of that.
 */
const unsigned char *pdf_read_name(
    const unsigned char *p, const unsigned char *end, char name[PDF_NAME_ROOM]);

/* Whether libclamav ends a name in these at an escape that is none. */
bool pdf_has_bad_escape(const unsigned char *p, const unsigned char *end);

/* Behind blanks alone. */
const unsigned char *pdf_skip_spaces(
    const unsigned char *p, const unsigned char *end);

/* Behind blanks and comments. */
const unsigned char *pdf_skip_blanks(
    const unsigned char *p, const unsigned char *end);

bool pdf_is_at(
    const unsigned char *p, const unsigned char *end, const char *word);

enum pdf_length {
	PDF_LENGTH_NONE,
	PDF_LENGTH_GIVEN,
	PDF_LENGTH_ELSEWHERE, /* another object is it */
	PDF_LENGTH_UNCLEAR
};

/*
 * Reads the value of a length: bytes, or the number of the object that says it
 * (PDF_LENGTH_ELSEWHERE).
 */
enum pdf_length pdf_read_length(
    const unsigned char *p, const unsigned char *end, size_t *length_r);

/* Whether this is the number 1, in no other way of writing. */
bool pdf_is_one(const unsigned char *p, const unsigned char *end);

/* Whether this is the name of a filter that libclamav knows. */
bool pdf_is_filter(const char *name);

bool pdf_is_flate(const char *name);

#endif
