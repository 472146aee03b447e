/* Streams in the zlib format. */
#include "flate_priv.h"

#include <limits.h>
#include <sys/param.h>

#define ZLIB_CONST
#include <zlib.h>

enum { ROOM = 32 * 1024 };

enum flate
flate_unpack(const void *data, size_t len, uint64_t *left, flate_taker *take,
    void *context)
{
	z_stream z = {
	    .next_in = data, .avail_in = (uInt)MIN(len, (size_t)UINT_MAX)};
	unsigned char room[ROOM];
	int result = inflateInit(&z);
	size_t n, spent;
	uInt before;

	while (result == Z_OK && *left > 0) {
		z.next_out = room;
		z.avail_out = sizeof(room);
		before = z.avail_in;
		result = inflate(&z, Z_NO_FLUSH);
		n = sizeof(room) - z.avail_out;
		spent = n + (before - z.avail_in);
		*left -= MIN(*left, spent);
		if (take != NULL && !take(context, room, n))
			result = Z_DATA_ERROR;
	}
	(void)inflateEnd(&z);
	if (result == Z_STREAM_END)
		return FLATE_ENDS;
	return result == Z_BUF_ERROR && z.avail_in == 0 ? FLATE_CUT
							: FLATE_BROKEN;
}
