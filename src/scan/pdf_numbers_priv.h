/*
 * Where objects of PDF files begin, what number each has, and what those say
 * that are no more than a number, such as the length of a stream.
 */
#ifndef PDF_NUMBERS_PRIV_H
#define PDF_NUMBERS_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PDF_OBJ_LEN = 3, PDF_ENDOBJ_LEN = 6 };

struct pdf_numbers;

/*
 * Behind the next "obj" that is not the end of a word; NULL if there is none.
 * `at` is behind another word, or at the head.
 */
const unsigned char *pdf_next_object(
    const unsigned char *at, const unsigned char *end);

/*
 * The number of the object that starts here, behind its word, in a file that
 * begins at `data`. False when it is not written plainly.
 */
bool pdf_number_of(
    const unsigned char *data, const unsigned char *start, uint64_t *number_r);

/* Whether there is the word of an object behind a number. */
bool pdf_has_numbered(const unsigned char *from, const unsigned char *end);

/*
 * Whether a comment stands in front of the word of an object, behind its number
 * or the first of its two: what is read there may be in the comment.
 */
bool pdf_has_hidden_number(const unsigned char *data, const unsigned char *end);

/*
 * Reads a file once, which begins with the head of a PDF. To be freed by the
 * caller with free().
 */
struct pdf_numbers *pdf_numbers_new(
    const unsigned char *data, const unsigned char *end);

/*
 * What the object of this number says. False when it is something else than a
 * number, missing, or when there are several that differ.
 */
bool pdf_numbers_find(
    const struct pdf_numbers *numbers, uint64_t number, size_t *value_r);

#endif
