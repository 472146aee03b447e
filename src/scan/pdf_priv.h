/*
 * Objects of a PDF file. Of 65,536 libclamav drops the last, and says nothing
 * of it nor of those behind, though there may be an attached file among them.
 */
#ifndef PDF_PRIV_H
#define PDF_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum { PDF_OBJECTS_MAX = 64 * 1024 };

/*
 * Whether there may be a PDF with so many of them in these bytes, wherever it
 * begins: the word may also stand where it means something else.
 */
bool pdf_may_hold_too_many(const void *data, size_t len);

#endif
