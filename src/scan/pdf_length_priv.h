/* The length of a stream in a PDF file, as libclamav takes it. */
#ifndef PDF_LENGTH_PRIV_H
#define PDF_LENGTH_PRIV_H

#include "pdf_dict_priv.h"
#include "pdf_stream_priv.h"

/*
 * How many of so many bytes it leaves off at the end: those behind the length,
 * if they are few; when there is none, a line end. What inflates does not need
 * one.
 */
size_t pdf_cut_off(
    const struct pdf_object *object, const struct pdf_dict *dict, size_t len);

#endif
