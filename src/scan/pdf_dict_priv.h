/* Dictionaries of streams in PDF files. */
#ifndef PDF_DICT_PRIV_H
#define PDF_DICT_PRIV_H

#include <stdbool.h>

/*
 * Whether behind `object`, the end of the word "obj", there is a stream that
 * libclamav may undo the wrong filters of, or look for in the wrong place.
 * `end` is where the next object begins.
 */
bool pdf_is_misread(const unsigned char *object, const unsigned char *end);

#endif
