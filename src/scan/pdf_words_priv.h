/* Blanks and names in PDF files (ISO 32000-1, 7.2 and 7.3.5). */
#ifndef PDF_WORDS_PRIV_H
#define PDF_WORDS_PRIV_H

#include <stdbool.h>

/* More than the longest name that is looked for. */
enum { PDF_NAME_ROOM = 16 };

bool pdf_is_blank(unsigned char c);

/*
 * Reads the name behind a slash, with its escapes ("#46" is F) undone, and
 * returns its end. A longer one than is looked for is cut.
 */
const unsigned char *pdf_read_name(
    const unsigned char *p, const unsigned char *end, char name[PDF_NAME_ROOM]);

/* Behind blanks and comments. */
const unsigned char *pdf_skip_blanks(
    const unsigned char *p, const unsigned char *end);

#endif
