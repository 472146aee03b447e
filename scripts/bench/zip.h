/* Writes a zip archive into a buffer, member by member. */
#ifndef ZIP_H
#define ZIP_H

#include <stddef.h>

#include "buf.h"

enum { ZIP_MEMBERS_MAX = 256, ZIP_NAME_MAX = 64 };

struct zip_member {
	char name[ZIP_NAME_MAX];
	size_t at, packed, size;
	unsigned long crc;
	unsigned method; /* 0 stored, 8 deflated */
};

struct zip {
	struct buf *out;
	size_t start; /* where the archive begins in `out` */
	struct zip_member members[ZIP_MEMBERS_MAX];
	size_t n;
};

void zip_open(struct zip *z, struct buf *out);
void zip_add(
    struct zip *z, const char *name, const void *data, size_t len, int level);
void zip_close(struct zip *z);

/* Adds the bytes as zlib (`raw` false) or bare deflate data. */
void zip_deflate(
    struct buf *out, const void *data, size_t len, int level, int raw);

/* Adds numbers of two and four bytes, least significant byte first. */
void zip_u16(struct buf *out, unsigned n);
void zip_u32(struct buf *out, unsigned long n);

#endif
