/*
 * Whose archive is this? A table of first bytes, and a closer look at zip and
 * at what lies behind a program (self-extracting archives).
 *
 * Measured with libclamav 1.4.6 on archives of EICAR and the ClamAV test
 * file, made by scripts/make-archives:
 *
 *   the engine finds it in              and not in
 *   zip: stored, deflate, deflate64,    zip: LZMA, PPMd, XZ, Zstandard;
 *     bzip2, implode                      anything encrypted
 *   7z: copy, LZMA, LZMA2, PPMd,        7z: deflate, deflate64, bzip2,
 *     with BCJ or ARM before them         Delta, BCJ2, ARM64, PPC ...
 *   gzip, xz, also concatenated;        bzip2 of several streams: only the
 *     bzip2 of one stream                 first is read
 *   tar of all kinds, cpio, xar,        ar and .deb, warc, RAR, RAR5, .Z,
 *     cab, iso9660, arj, lha              lzma, lzip, lz4, zstd
 *
 * A 7z hides its methods in a packed header, so every 7z is ours; so is every
 * lha, of which only two methods could be tried. For zip see archive_zip.c.
 * Neither side opens 7z with deflate64, ARM64 or RISC-V, nor WIM and lzop:
 * those leave a fact.
 */
#include "archive_sniff_priv.h"

#include <stdint.h>
#include <string.h>

#include "archive_embed_priv.h"
#include "archive_prefix_priv.h"
#include "archive_walk.h"
#include "archive_zip_priv.h"

enum {
	ISO_MARK = 32769,  /* in the first volume descriptor */
	LZMA_USUAL = 0x5d, /* the properties that nearly all encoders write */
	SKIPPABLE_MAX = 64 /* skippable frames in front of a stream */
};

struct magic {
	size_t at;
	size_t len;
	const char *bytes;
	enum archive_kind kind;
	enum reader_kind stream;
	bool weak; /* other data may start so: no fact if it does not open */
};

static const struct magic magics[] = {
    {0, 4, "PK\3\4", ARCHIVE_ENGINE, READER_ARCHIVE, false},
    {0, 8, "PK00PK\3\4", ARCHIVE_ENGINE, READER_ARCHIVE, false},
    {0, 8, "PK\7\10PK\3\4", ARCHIVE_ENGINE, READER_ARCHIVE, false},
    {0, 6, "7z\xbc\xaf\x27\x1c", ARCHIVE_OURS, READER_ARCHIVE, false},
    {0, 7, "Rar!\x1a\7\0", ARCHIVE_OURS, READER_ARCHIVE, false},
    {0, 8, "Rar!\x1a\7\1\0", ARCHIVE_OURS, READER_ARCHIVE, false},
    {0, 3, "\x1f\x8b\x08", ARCHIVE_ENGINE, READER_GZIP, true},
    {0, 6, "\3757zXZ\0", ARCHIVE_ENGINE, READER_XZ, false},
    {0, 4, "\x28\xb5\x2f\xfd", ARCHIVE_OURS, READER_ZSTD, false},
    {0, 4, "\x04\x22\x4d\x18", ARCHIVE_OURS, READER_LZ4, false},
    {0, 4, "\x02\x21\x4c\x18", ARCHIVE_OURS, READER_LZ4, false},
    {0, 5, "LZIP\1", ARCHIVE_OURS, READER_LZIP, false},
    {0, 5, "LZIP\0", ARCHIVE_OURS, READER_LZIP, false},
    {0, 8, "!<arch>\n", ARCHIVE_OURS, READER_ARCHIVE, false},
    {0, 7, "WARC/0.", ARCHIVE_OURS, READER_ARCHIVE, false},
    {0, 7, "WARC/1.", ARCHIVE_OURS, READER_ARCHIVE, false},
    {257, 5, "ustar", ARCHIVE_ENGINE, READER_ARCHIVE, false},
    {0, 6, "070701", ARCHIVE_ENGINE, READER_ARCHIVE, true},
    {0, 6, "070702", ARCHIVE_ENGINE, READER_ARCHIVE, true},
    {0, 6, "070707", ARCHIVE_ENGINE, READER_ARCHIVE, true},
    {0, 4, "MSCF", ARCHIVE_ENGINE, READER_ARCHIVE, true},
    {ISO_MARK, 5, "CD001", ARCHIVE_ENGINE, READER_ARCHIVE, true},
    {0, 8, "MSWIM\0\0\0", ARCHIVE_CLOSED, READER_ARCHIVE, false},
    {0, 9, "\x89LZO\0\r\n\x1a\n", ARCHIVE_CLOSED, READER_ARCHIVE, false},
    {0, 5, "LRZI\0", ARCHIVE_CLOSED, READER_ARCHIVE, false},
    {7, 7, "**ACE**", ARCHIVE_CLOSED, READER_ARCHIVE, false},
    {20, 4, "\xdc\xa7\xc4\xfd", ARCHIVE_CLOSED, READER_ARCHIVE,
	false}, /* zoo */
};

static unsigned
le16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

static uint32_t
le32(const unsigned char *p)
{
	return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static bool
has(const unsigned char *data, size_t len, const struct magic *m)
{
	return len >= m->at + m->len &&
	       memcmp(data + m->at, m->bytes, m->len) == 0;
}

/* The bytes of a bzip2 stream's start; [3] is its level. */
static bool
is_bzip2(const unsigned char *p, size_t len)
{
	return len >= 14 && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' &&
	       p[3] <= '9' &&
	       (memcmp(p + 4, "1AY&SY", 6) == 0 ||
		   memcmp(p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static enum archive_kind
bzip2_kind(const unsigned char *data, size_t len)
{
	const unsigned char *p = data, *end = data + len;

	for (p++; (p = memmem(p, (size_t)(end - p), "BZh", 3)) != NULL; p++)
		if (is_bzip2(p, (size_t)(end - p)))
			return ARCHIVE_OURS;
	return ARCHIVE_ENGINE;
}

/* Two magic bytes, and a third with the width of codes: 9 to 16 bits. */
static bool
is_compress(const unsigned char *p, size_t len)
{
	return len > 3 && p[0] == 0x1f && p[1] == 0x9d && (p[2] & 0x60) == 0 &&
	       (p[2] & 0x1f) >= 9 && (p[2] & 0x1f) <= 16;
}

/*
 * LZMA alone has no magic: properties, size of the dictionary, size of the
 * data and the first byte of the range coder have to be what encoders write.
 */
static bool
is_lzma(const unsigned char *p, size_t len)
{
	uint32_t dictionary, top;
	uint64_t size;

	if (len < 18 || p[0] > (4 * 5 + 4) * 9 + 8 || p[13] != 0)
		return false;
	dictionary = le32(p + 1);
	size = le32(p + 5) | (uint64_t)le32(p + 9) << 32;
	for (top = 1U << 31; top >= 1U << 12; top >>= 1)
		if (dictionary == top || dictionary == (top | top >> 1))
			return size == UINT64_MAX ||
			       (size > 0 && size < 1ULL << 38);
	return dictionary == UINT32_MAX && size == UINT64_MAX;
}

/* "-lh5-" and its kin at 2, a level of 0 to 3 at 20. */
static bool
is_lha(const unsigned char *p, size_t len)
{
	return len > 21 && p[2] == '-' && p[3] == 'l' &&
	       (p[4] == 'h' || p[4] == 'z') &&
	       memchr("01234567ds", p[5], 10) != NULL && p[6] == '-' &&
	       p[20] <= 3;
}

/* The old tar has no magic, but its header has a sum. */
static bool
is_old_tar(const unsigned char *p, size_t len)
{
	unsigned long sum = 0, want = 0;
	size_t i;

	if (len < 512 || p[0] == 0)
		return false;
	for (i = 148; i < 156 && p[i] == ' '; i++)
		continue;
	for (; i < 156 && p[i] >= '0' && p[i] <= '7'; i++)
		want = want * 8 + (p[i] - (unsigned)'0');
	if (i < 156 && p[i] != ' ' && p[i] != 0)
		return false;
	for (i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? ' ' : p[i];
	return sum == want;
}

/* The binary cpio: a magic of two bytes, and a name that ends with a NUL. */
static bool
is_binary_cpio(const unsigned char *p, size_t len)
{
	unsigned size;

	if (len < 28)
		return false;
	if (p[0] == 0xc7 && p[1] == 0x71)
		size = le16(p + 20);
	else if (p[0] == 0x71 && p[1] == 0xc7)
		size = (unsigned)p[20] << 8 | p[21];
	else
		return false;
	return size > 1 && size < 4096 && len >= 26 + size &&
	       p[26 + size - 1] == 0;
}

/* Kinds without plain magic bytes; all of them may be a coincidence. */
static struct archive_start
odd_start(const unsigned char *data, size_t len)
{
	struct archive_start s = {.weak = true};

	if (is_bzip2(data, len)) {
		s.kind = bzip2_kind(data, len);
		s.stream = READER_BZIP2;
		s.weak = false;
	} else if (is_compress(data, len)) {
		s.kind = ARCHIVE_OURS;
		s.stream = READER_COMPRESS;
		s.weak = false;
	} else if (is_lzma(data, len)) {
		s.kind = ARCHIVE_OURS;
		s.stream = READER_LZMA;
		s.weak = data[0] != LZMA_USUAL;
	} else if (is_lha(data, len)) {
		s.kind = ARCHIVE_OURS;
		s.lha = true;
		s.weak = false;
	} else if (is_old_tar(data, len) || is_binary_cpio(data, len)) {
		s.kind = ARCHIVE_ENGINE;
	}
	return s;
}

/* Skippable frames may stand before the first one of lz4 or Zstandard. */
static size_t
skip_frames(const unsigned char *data, size_t len)
{
	size_t at = 0;
	unsigned n;

	for (n = 0; n < SKIPPABLE_MAX && len - at >= 8; n++) {
		if ((data[at] & 0xf0) != 0x50 ||
		    memcmp(data + at + 1, "\x2a\x4d\x18", 3) != 0)
			break;
		if (le32(data + at + 4) > len - at - 8)
			break;
		at += 8 + (size_t)le32(data + at + 4);
	}
	return at;
}

struct archive_start
archive_find(const unsigned char *data, size_t len)
{
	struct archive_start s = {.at = skip_frames(data, len), .weak = true};
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		if (!has(data + s.at, len - s.at, &magics[i]))
			continue;
		s.kind = magics[i].kind;
		s.stream = magics[i].stream;
		s.weak = magics[i].weak;
		s.iso = magics[i].at == ISO_MARK;
		if (memcmp(data + s.at, "PK", 2) == 0)
			s.kind = zip_sniff(data + s.at, len - s.at);
		return s;
	}
	s = odd_start(data, len);
	if (s.kind == ARCHIVE_NONE)
		return prefix_find(data, len);
	return s;
}

bool
archive_may_start(const unsigned char *data, size_t len)
{
	if (len >= 4 && (memcmp(data, "MZ", 2) == 0 || memcmp(data,
							   "\x7f"
							   "ELF",
							   4) == 0))
		return true;
	return embed_may_start(data, len) ||
	       archive_find(data, len).kind != ARCHIVE_NONE;
}

enum archive_kind
archive_sniff(const unsigned char *data, size_t len)
{
	return archive_find(data, len).kind;
}
