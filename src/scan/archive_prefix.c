/*
 * Archives behind something else. Unpackers look for RAR and 7z behind a
 * program, some behind anything. The engine does that for zip, but does not
 * know all of its methods. Programs that unpack archives carry the signatures
 * too, so the first header has to have its checksum.
 */
#include "archive_prefix_priv.h"

#include <stdint.h>
#include <string.h>

#include "archive_zip_priv.h"
#include "text.h"

enum { SFX_REACH = 4 * 1024 * 1024 };

static uint32_t
le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* The checksum of zip, RAR and 7z; bit by bit, as headers are short. */
static uint32_t
crc32_of(const unsigned char *p, size_t len)
{
	uint32_t crc = UINT32_MAX;
	unsigned bit;

	for (; len > 0; len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
	}
	return ~crc;
}

/* A number of RAR5: seven bits in each byte, the lowest first. */
static const unsigned char *
skip_number(const unsigned char *p, const unsigned char *end)
{
	while (p < end && (*p & 0x80) != 0)
		p++;
	return p < end ? p + 1 : end;
}

/* The first block: checksum, type, flags and size, two bytes each. */
static bool
is_rar4(const unsigned char *p, size_t len)
{
	size_t size;

	if (len < 7 + 13 || p[6] != 0 || p[9] != 0x73)
		return false;
	size = p[12] | (size_t)p[13] << 8;
	return size >= 7 && size <= len - 7 &&
	       (crc32_of(p + 9, size - 2) & 0xffff) ==
		   (p[7] | (uint32_t)p[8] << 8);
}

/* The first block: checksum, size behind the size's own bytes, contents. */
static bool
is_rar5(const unsigned char *p, size_t len)
{
	size_t size, own;

	if (len < 8 + 7 || p[6] != 1 || p[7] != 0)
		return false;
	own = (p[12] & 0x80) != 0 ? 2 : 1;
	size = p[12] & 0x7fU;
	if (own == 2)
		size |= (size_t)p[13] << 7;
	return size <= len - 12 - own &&
	       crc32_of(p + 12, own + size) == le32(p + 8);
}

/* Chance and decoys have the signature; a start has the right checksum. */
static bool
is_real_start(const unsigned char *p, size_t len)
{
	if (p[0] == '7')
		return len >= 32 && crc32_of(p + 12, 20) == le32(p + 8);
	return is_rar4(p, len) || is_rar5(p, len);
}

static const unsigned char *
find_start(const unsigned char *data, size_t len, const char *sign, size_t rare)
{
	const unsigned char *p = data, *end = data + len;

	for (;
	     (p = text_find_bytes(p, (size_t)(end - p), sign, 6, rare)) != NULL;
	     p++)
		if (is_real_start(p, (size_t)(end - p)))
			return p;
	return NULL;
}

struct archive_start
prefix_find(const unsigned char *data, size_t len)
{
	struct archive_start s = {.weak = true};
	size_t reach = len < SFX_REACH ? len : SFX_REACH;
	const unsigned char *p;

	p = find_start(data, reach, "Rar!\x1a\7", 4);
	if (p == NULL)
		p = find_start(data, reach, "7z\xbc\xaf\x27\x1c", 2);
	if (p != NULL) {
		s.kind = ARCHIVE_OURS;
		s.at = (size_t)(p - data);
		s.weak = false;
	} else if (zip_ends(data, len)) {
		s.kind = zip_sniff(data, len);
		s.weak = s.kind != ARCHIVE_OURS;
	}
	return s;
}

/* Main header of RAR5: checksum, size, type, flags, perhaps extra, its own. */
static bool
is_rar5_volume(const unsigned char *p, const unsigned char *end)
{
	bool extra;

	p = skip_number(p + 12, end);
	if (p == end || *p != 1)
		return false;
	p = skip_number(p, end);
	extra = p < end && (*p & 1) != 0;
	p = skip_number(p, end);
	if (extra)
		p = skip_number(p, end);
	return p < end && (*p & 1) != 0;
}

bool
prefix_is_volume(const unsigned char *data, size_t len)
{
	if (len < 32 || memcmp(data, "Rar!\x1a\7", 6) != 0)
		return false;
	if (data[6] == 0)
		return data[9] == 0x73 && (data[10] & 1) != 0;
	return is_rar5_volume(data, data + len);
}
