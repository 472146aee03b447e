/*
 * What of a PDF file libclamav leaves out and says nothing of, though there
 * may be an attached file in it.
 */
#ifndef PDF_PRIV_H
#define PDF_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pdf_refs_priv.h"

enum { PDF_OBJECTS_MAX = 64 * 1024 }; /* of so many it drops the last */

enum pdf_left_out {
	PDF_NOTHING,
	PDF_OBJECTS, /* there are too many of them */
	PDF_STREAMS, /* one is a file, and may be found elsewhere or undone
			wrongly */
	PDF_HEAD     /* all, for it is not taken for a PDF */
};

/*
 * What may be left out of a PDF that starts in the first bytes of these: words
 * may also stand where they mean something else. `*refs_r` is what its objects
 * say of each other when libclamav may not see all of some: its streams may say
 * that these are files (pdf_look_at_stream). To be freed by the caller; NULL
 * otherwise. What is unpacked to see where streams end is taken off `unpacked`,
 * bytes.
 */
enum pdf_left_out pdf_left_out(
    const void *data, size_t len, struct pdf_refs **refs_r, uint64_t *unpacked);

/*
 * Reads a stream of the PDF, as libclamav has unpacked it, if it holds objects
 * (ISO 32000-1, 7.5.7). Whether libclamav may not see all of a file of the PDF,
 * by what is known now.
 */
bool pdf_look_at_stream(const void *data, size_t len, struct pdf_refs *refs);

/*
 * Where a PDF begins behind something else; 0 when there is none. Its readers
 * pass over that, but libclamav may take the file for something else, or begins
 * a little before.
 */
size_t pdf_behind(const void *data, size_t len);

#endif
