/*
 * Text of mail fields as UTF-8. Pure functions; any thread may call. Nothing
 * here fails: what cannot be converted is replaced.
 */
#ifndef CHARSET_PRIV_H
#define CHARSET_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum { CHARSET_NAME_MAX = 40 };

/*
 * Adds `len` bytes in the named charset to `out` as UTF-8. Without a charset
 * (NULL or empty), or with one nobody knows, the bytes are taken as UTF-8
 * when they are that, else as windows-1252. UTF-16 without a mark is big
 * endian unless `little`, or unless only the other way gives letters.
 */
void charset_add(const char *charset, bool little, const char *in, size_t len,
    struct buf *out);

/*
 * Adds text with its encoded words (RFC 2047) decoded, also where they stand
 * inside of words or quotes or are not ended. `charset` is for bytes that are
 * outside of them.
 */
void charset_add_words(
    const char *charset, const char *in, size_t len, struct buf *out);

#endif
