/* Zip as PKWARE's APPNOTE.TXT has it, the fields that every reader wants. */
#include "zip.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "mem.h"

enum { VERSION = 20, DOS_DATE = 0x5a21 /* 2025-01-01 */ };

void
zip_u16(struct buf *out, unsigned n)
{
	unsigned char bytes[2] = {n & 0xff, (n >> 8) & 0xff};

	(void)buf_add(out, bytes, sizeof(bytes));
}

void
zip_u32(struct buf *out, unsigned long n)
{
	zip_u16(out, n & 0xffff);
	zip_u16(out, (n >> 16) & 0xffff);
}

void
zip_deflate(struct buf *out, const void *data, size_t len, int level, int raw)
{
	z_stream s = {
	    .next_in = (z_const Bytef *)(uintptr_t)data, .avail_in = (uInt)len};
	uLong bound;
	Bytef *packed;

	(void)deflateInit2(
	    &s, level, Z_DEFLATED, raw ? -15 : 15, 8, Z_DEFAULT_STRATEGY);
	bound = deflateBound(&s, (uLong)len);
	packed = mem_zalloc(bound, 1);
	s.next_out = packed;
	s.avail_out = (uInt)bound;
	(void)deflate(&s, Z_FINISH);
	(void)buf_add(out, packed, s.total_out);
	(void)deflateEnd(&s);
	free(packed);
}

void
zip_open(struct zip *z, struct buf *out)
{
	z->out = out;
	z->start = out->len;
	z->n = 0;
}

/* What the local and the central header have in common. */
static void
common(struct buf *out, const struct zip_member *m)
{
	zip_u16(out, VERSION);
	zip_u16(out, 0);
	zip_u16(out, m->method);
	zip_u16(out, 0);
	zip_u16(out, DOS_DATE);
	zip_u32(out, m->crc);
	zip_u32(out, m->packed);
	zip_u32(out, m->size);
	zip_u16(out, (unsigned)strlen(m->name));
	zip_u16(out, 0);
}

void
zip_add(
    struct zip *z, const char *name, const void *data, size_t len, int level)
{
	struct zip_member *m = &z->members[z->n++];
	struct buf packed;

	assert(z->n <= ZIP_MEMBERS_MAX);
	(void)snprintf(m->name, sizeof(m->name), "%s", name);
	m->at = z->out->len - z->start;
	m->size = len;
	m->crc = crc32(0, data, (uInt)len);
	m->method = level > 0 ? 8 : 0;
	buf_init(&packed, z->out->max);
	if (level > 0)
		zip_deflate(&packed, data, len, level, 1);
	m->packed = level > 0 ? packed.len : len;
	zip_u32(z->out, 0x04034b50);
	common(z->out, m);
	(void)buf_adds(z->out, m->name);
	(void)buf_add(z->out, level > 0 ? packed.data : data, m->packed);
	buf_fini(&packed);
}

void
zip_close(struct zip *z)
{
	size_t at = z->out->len - z->start, size, i;
	const struct zip_member *m = z->members;

	for (i = 0; i < z->n; i++, m++) {
		zip_u32(z->out, 0x02014b50);
		zip_u16(z->out, VERSION);
		common(z->out, m);
		zip_u16(z->out, 0);
		zip_u16(z->out, 0);
		zip_u16(z->out, 0);
		zip_u32(z->out, 0);
		zip_u32(z->out, m->at);
		(void)buf_adds(z->out, m->name);
	}
	size = z->out->len - z->start - at;
	zip_u32(z->out, 0x06054b50);
	zip_u32(z->out, 0);
	zip_u16(z->out, (unsigned)z->n);
	zip_u16(z->out, (unsigned)z->n);
	zip_u32(z->out, size);
	zip_u32(z->out, at);
	zip_u16(z->out, 0);
}
