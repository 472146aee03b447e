/*
 * Objects of a PDF file. libclamav looks at 65,536 of them, says nothing of
 * those behind, and there may be an attached file among them.
 */
#ifndef PDF_PRIV_H
#define PDF_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum { PDF_OBJECTS_MAX = 64 * 1024 };

/*
 * Whether there may be a PDF with more of them in these bytes, wherever it
 * begins: the word may also stand where it means something else.
 */
bool pdf_may_hold_more(const void *data, size_t len);

#endif
