/* Streams of PDF files, as libclamav finds them. */
#ifndef PDF_STREAM_PRIV_H
#define PDF_STREAM_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pdf_numbers_priv.h"
#include "pdf_refs_priv.h"

struct pdf_file {
	const unsigned char *data, *end;
	const unsigned char *first; /* of the bytes, in front of the head */
	size_t work;                /* bytes that may be read, more than once */
	uint64_t *unpacked; /* bytes that may be, to see where a stream ends */
	struct pdf_refs *refs;
	struct pdf_numbers *numbers; /* NULL: not needed so far */
};

struct pdf_object {
	const unsigned char *start; /* behind the word "obj" */
	const unsigned char
	    *seen_end; /* for libclamav; `start`: it sees none */
};

/*
 * Adds what an object uses as files, and itself if it is a stream of which
 * libclamav may see less than readers: it undoes the wrong filters or not all,
 * or looks for it in the wrong place. False when the work that is left is not
 * enough.
 */
bool pdf_look_at_object(struct pdf_file *file, const struct pdf_object *object);

/*
 * Adds what is used as files by dictionaries that are no objects (ISO 32000-1,
 * 7.5.5), and whether the file is encrypted. False when the work that is left
 * is not enough.
 */
bool pdf_look_at_trailers(struct pdf_file *file);

#endif
