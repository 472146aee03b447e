/* Streams in the zlib format (RFC 1950). */
#ifndef FLATE_PRIV_H
#define FLATE_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum flate {
	FLATE_ENDS,
	FLATE_CUT,   /* there is more of it, or only its checksum is missing */
	FLATE_BROKEN /* or there is too much in it, or enough was taken */
};

/* Takes what was unpacked, a part after the other. False: it is enough. */
typedef bool flate_taker(void *context, const unsigned char *part, size_t len);

/*
 * What becomes of the stream that begins with these bytes, as far as `left`
 * bytes of it may be read and unpacked; they are taken off that. `take` may be
 * NULL.
 */
enum flate flate_unpack(const void *data, size_t len, uint64_t *left,
    flate_taker *take, void *context);

#endif
