/* Dictionaries of streams in PDF files. */
#ifndef PDF_DICT_PRIV_H
#define PDF_DICT_PRIV_H

#include <stdbool.h>
#include <stddef.h>

struct pdf_object {
	const unsigned char *start; /* behind the word "obj" */
	const unsigned char
	    *seen_end;            /* for libclamav; `start`: it sees none */
	const unsigned char *end; /* of the file */
};

/*
 * Whether this is a stream of which libclamav may undo the wrong filters or not
 * all, or that it looks for in the wrong place, or none that can be told within
 * `work` bytes. What was read is taken off that.
 */
bool pdf_is_misread(const struct pdf_object *object, size_t *work);

#endif
