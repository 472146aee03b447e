/* Encoded words of header fields (RFC 2047). Any thread may call. */
#ifndef ENCODED_WORD_H
#define ENCODED_WORD_H

#include "buf.h"
#include "slice.h"

/*
 * Adds text as UTF-8 with its encoded words decoded, also where they stand
 * inside of words or quotes or are not ended, as mail programs show them.
 * Neighbours in one charset are decoded as one piece, because many programs
 * break them inside a character. `charset` is for the bytes outside of words
 * (see charset_to_utf8).
 */
void encoded_words_decode(
    const char *charset, struct slice raw, struct buf *out);

#endif
