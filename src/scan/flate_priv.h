/* Streams in the zlib format (RFC 1950). */
#ifndef FLATE_PRIV_H
#define FLATE_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether the stream that begins with these bytes ends within them, as far as
 * `left` bytes of what it holds may be unpacked; they are taken off that.
 */
bool flate_ends(const void *data, size_t len, uint64_t *left);

#endif
