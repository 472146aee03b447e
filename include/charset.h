/*
 * Text in any charset as UTF-8. Pure functions; any thread may call. Nothing
 * here fails: what cannot be converted is replaced by U+FFFD, and what does
 * not fit into the output's bound is left out and marks it as cut.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include <stddef.h>

#include "buf.h"

enum { CHARSET_NAME_MAX = 40 };

/*
 * Adds the bytes as UTF-8. A mark at the start decides (BOM), then the
 * charset as declared, when iconv knows it; NULL or an unknown one is
 * guessed: UTF-8, UTF-16 by its zeroes, ISO-2022-JP, EUC-JP, Shift_JIS, and
 * for all else windows-1252.
 */
void charset_to_utf8(
    const char *charset, const void *data, size_t len, struct buf *out);

/* The guess alone: a name for iconv. */
const char *charset_guess(const void *data, size_t len);

#endif
