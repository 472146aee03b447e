/* Base64 (RFC 4648, 4). Pure functions; any thread may call. */
#ifndef BASE64_H
#define BASE64_H

#include <stddef.h>

#include "buf.h"

enum { BASE64_LINE_MAX = 76 }; /* letters in a line of a mail, RFC 2045 */

/* Adds the letters of `len` bytes, filled up with "=". */
void base64_add(struct buf *out, const void *data, size_t len);

/* The same in lines of BASE64_LINE_MAX letters, each ended by "\n". */
void base64_add_lines(struct buf *out, const void *data, size_t len);

#endif
