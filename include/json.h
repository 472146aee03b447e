/* Writing JSON (RFC 8259). Pure functions; any thread may call. */
#ifndef JSON_H
#define JSON_H

#include "buf.h"

/*
 * Adds `text` as a JSON string with its quotes. Bytes that are not UTF-8
 * become U+FFFD, so that the result is always valid.
 */
void json_string(struct buf *out, const char *text);

#endif
