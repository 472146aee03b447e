/*
 * The directory of an OLE2 file, followed as libclamav does it: 512 bytes of
 * each sector, and 128 numbers in each sector of the allocation table, whatever
 * the sectors' size. Source: [MS-CFB] 2.2 to 2.6.
 */
#include "ole2_priv.h"

#include <string.h>

enum {
	BLOCK = 512,
	ENTRY = 128,
	NUMBERS = BLOCK / 4,
	/* in the header */
	SHIFT = 30,
	SHIFT_MIN = 6,
	SHIFT_MAX = 28,
	DIRECTORY = 48,
	MORE_TABLES = 68,
	TABLES = 76,
	TABLES_MAX = 109,
	/* in an entry */
	KIND = 66,
	SIZE = 120,
	STREAM = 2,
	ROOT = 5
};

struct ole2 {
	const unsigned char *data;
	size_t len;
	unsigned shift; /* of a sector's size */
};

static uint32_t
le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* The beginning of a sector, with zeros behind the end of the file. */
static bool
read_sector(const struct ole2 *o, uint32_t n, unsigned char block[BLOCK])
{
	uint64_t header = UINT64_C(1) << o->shift;
	uint64_t at = ((uint64_t)n << o->shift) +
		      (header < BLOCK ? (uint64_t)BLOCK : header);
	size_t there;

	if (n > INT32_MAX || at >= o->len)
		return false;
	there = o->len - at < BLOCK ? o->len - at : BLOCK;
	memset(block, 0, BLOCK);
	memcpy(block, o->data + at, there);
	return true;
}

/* The part of the allocation table with this number. */
static bool
read_table(const struct ole2 *o, uint32_t n, unsigned char block[BLOCK])
{
	uint32_t hops;

	if (n < TABLES_MAX)
		return read_sector(o, le32(o->data + TABLES + 4 * n), block);
	n -= TABLES_MAX;
	if (!read_sector(o, le32(o->data + MORE_TABLES), block))
		return false;
	for (hops = n / (NUMBERS - 1); hops > 0; hops--)
		if (!read_sector(o, le32(block + 4 * (NUMBERS - 1)), block))
			return false;
	return read_sector(o, le32(block + 4 * (n % (NUMBERS - 1))), block);
}

static bool
claims_more(const unsigned char *entries, uint64_t max)
{
	const unsigned char *e;

	for (e = entries; e < entries + BLOCK; e += ENTRY)
		if (e[KIND] == STREAM && le32(e + SIZE) > max)
			return true;
	return false;
}

/* Reads the header and the first entries of the directory. */
static bool
open_directory(struct ole2 *o, const void *data, size_t len, uint32_t *first_r,
    unsigned char block[BLOCK])
{
	*o = (struct ole2){.data = data, .len = len};
	if (len < BLOCK)
		return false;
	o->shift = o->data[SHIFT] | (unsigned)o->data[SHIFT + 1] << 8;
	if (o->shift < SHIFT_MIN || o->shift > SHIFT_MAX)
		return false;
	*first_r = le32(o->data + DIRECTORY);
	return read_sector(o, *first_r, block);
}

bool
ole2_has_root(const void *data, size_t len)
{
	struct ole2 o;
	unsigned char block[BLOCK];
	uint32_t first;

	return open_directory(&o, data, len, &first, block) &&
	       block[KIND] == ROOT;
}

bool
ole2_claims_more(const void *data, size_t len, uint64_t max)
{
	struct ole2 o;
	unsigned char block[BLOCK];
	size_t left = len / BLOCK;
	uint32_t n;
	bool more = open_directory(&o, data, len, &n, block);

	for (; more && left > 0; left--) {
		if (claims_more(block, max))
			return true;
		if (!read_table(&o, n / NUMBERS, block))
			return false;
		n = le32(block + 4 * (n % NUMBERS));
		more = read_sector(&o, n, block);
	}
	return false;
}
