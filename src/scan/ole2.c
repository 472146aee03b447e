/* The directory entries of an OLE2 file, wherever they stand. */
#include "ole2_priv.h"

#include <string.h>

enum {
	SECTOR_MIN = 512, /* the header; entries are in sectors behind it */
	ENTRY = 128,
	NAME_LEN = 64, /* bytes, with the NUL: two for each letter */
	KIND = 66,
	COLOR = 67,
	CLASS = 80, /* sixteen zeros for a stream */
	SIZE = 120,
	STREAM = 2
};

static bool
is_stream(const unsigned char *entry)
{
	static const unsigned char zeros[16];
	unsigned name = entry[NAME_LEN] | (unsigned)entry[NAME_LEN + 1] << 8;

	return entry[KIND] == STREAM && entry[COLOR] <= 1 && name >= 2 &&
	       name <= NAME_LEN && name % 2 == 0 &&
	       memcmp(entry + CLASS, zeros, sizeof(zeros)) == 0;
}

/* The upper half counts in newer files only, and libclamav does without it. */
static uint32_t
size_of(const unsigned char *entry)
{
	const unsigned char *p = entry + SIZE;

	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

bool
ole2_claims_more(const void *data, size_t len, uint64_t max)
{
	const unsigned char *p = data;
	size_t at;

	for (at = SECTOR_MIN; at + ENTRY <= len; at += ENTRY)
		if (is_stream(p + at) && size_of(p + at) > max)
			return true;
	return false;
}
