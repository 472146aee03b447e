/*
 * What of a PDF file libclamav leaves out and says nothing of, though there
 * may be an attached file in it.
 */
#ifndef PDF_PRIV_H
#define PDF_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum { PDF_OBJECTS_MAX = 64 * 1024 }; /* of so many it drops the last */

enum pdf_left_out {
	PDF_NOTHING,
	PDF_OBJECTS, /* there are too many of them */
	PDF_STREAMS, /* one may be found elsewhere, or undone wrongly */
	PDF_HEAD     /* all, for it is not taken for a PDF */
};

/*
 * What may be left out of a PDF that starts in the first bytes of these: words
 * may also stand where they mean something else.
 */
enum pdf_left_out pdf_left_out(const void *data, size_t len);

/*
 * Where a PDF begins behind something else; 0 when there is none. Its readers
 * pass over that, but libclamav may take the file for something else, or begins
 * a little before.
 */
size_t pdf_behind(const void *data, size_t len);

#endif
