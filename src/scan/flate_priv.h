/* Streams in the zlib format (RFC 1950). */
#ifndef FLATE_PRIV_H
#define FLATE_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum flate {
	FLATE_ENDS,
	FLATE_CUT,   /* there is more of it, or only its checksum is missing */
	FLATE_BROKEN /* or there is too much in it */
};

/*
 * What becomes of the stream that begins with these bytes, as far as `left`
 * bytes of what it holds may be unpacked; they are taken off that.
 */
enum flate flate_look(const void *data, size_t len, uint64_t *left);

#endif
