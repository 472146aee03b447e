/* Header fields as people read them. Pure functions; any thread may call. */
#ifndef MAILTEXT_H
#define MAILTEXT_H

#include "buf.h"
#include "slice.h"

/*
 * Adds the raw value of a header field as UTF-8: unfolded, trimmed, with its
 * encoded words (RFC 2047) decoded. It may still hold anything but line ends.
 */
void mailtext_decode(struct slice raw, struct buf *out);

#endif
