/* Pictures, and pages in PDF. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "content_priv.h"
#include "mem.h"
#include "zip.h"

enum { PAGE = 8000, PAGES_MAX = 4096, LEVEL = 1 };

static void
u32_big(struct buf *out, unsigned long n)
{
	unsigned char bytes[4] = {
	    (n >> 24) & 0xff, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff};

	(void)buf_add(out, bytes, sizeof(bytes));
}

static void
png_chunk(struct buf *out, const char *type, const void *data, size_t len)
{
	uLong crc = crc32(0, (const Bytef *)type, 4);

	u32_big(out, len);
	(void)buf_add(out, type, 4);
	(void)buf_add(out, data, len);
	u32_big(out, len > 0 ? crc32(crc, data, (uInt)len) : crc);
}

/* Grey noise, which hardly packs: as many pixels as bytes are wanted. */
void
content_png(struct buf *out, struct draw *d, const struct content *c)
{
	size_t width = 64, height, i;
	unsigned char *pixels;
	struct buf part;

	while (width * width < c->size)
		width += 64;
	height = c->size / (width + 1) + 1;
	pixels = mem_zalloc(height, width + 1);
	draw_bytes(d, pixels, height * (width + 1));
	for (i = 0; i < height; i++)
		pixels[i * (width + 1)] = 0; /* no filter */
	(void)buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	buf_init(&part, CONTENT_MAX);
	u32_big(&part, width);
	u32_big(&part, height);
	(void)buf_add(&part, "\x08\x00\x00\x00\x00", 5);
	png_chunk(out, "IHDR", part.data, part.len);
	buf_reset(&part);
	zip_deflate(&part, pixels, height * (width + 1), LEVEL, 0);
	png_chunk(out, "IDAT", part.data, part.len);
	png_chunk(out, "IEND", NULL, 0);
	buf_fini(&part);
	free(pixels);
}

/* The markers of a baseline JPEG; the coded picture is noise. */
void
content_jpeg(struct buf *out, struct draw *d, const struct content *c)
{
	static const unsigned char head[] = {0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J',
	    'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xdb, 0, 67, 0};
	static const unsigned char frame[] = {0xff, 0xc0, 0, 11, 8, 4, 0, 4, 0,
	    1, 1, 0x11, 0, 0xff, 0xc4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	    0, 0, 0, 0, 0, 0, 0, 0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0,
	    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
	unsigned char table[64], noise[4096];
	size_t end = out->len + c->size, i;

	memset(table, 16, sizeof(table));
	(void)buf_add(out, head, sizeof(head));
	(void)buf_add(out, table, sizeof(table));
	(void)buf_add(out, frame, sizeof(frame));
	while (out->len < end) {
		draw_bytes(d, noise, sizeof(noise));
		for (i = 0; i < sizeof(noise); i++)
			if (noise[i] == 0xff)
				noise[i] = 0;
		(void)buf_add(out, noise, sizeof(noise));
	}
	(void)buf_add(out, "\xff\xd9", 2);
}

struct pdf {
	struct buf *out;
	size_t start;
	size_t objects[2 * PAGES_MAX + 4]; /* where each one begins */
	size_t n;
};

static void
pdf_object(struct pdf *p)
{
	p->objects[p->n++] = p->out->len - p->start;
	(void)buf_addf(p->out, "%zu 0 obj\n", p->n);
}

/* A page: its text as a packed stream, then the page itself. */
static void
pdf_page(struct pdf *p, struct draw *d, size_t size)
{
	struct buf text, packed;

	buf_init(&text, CONTENT_MAX);
	buf_init(&packed, CONTENT_MAX);
	(void)buf_adds(&text, "BT /F1 11 Tf 50 800 Td 14 TL (");
	content_words(&text, d, size * 2, ") Tj T*\n(");
	(void)buf_adds(&text, ") Tj ET\n");
	zip_deflate(&packed, text.data, text.len, LEVEL, 0);
	pdf_object(p);
	(void)buf_addf(p->out,
	    "<< /Length %zu /Filter /FlateDecode >>\nstream\n", packed.len);
	(void)buf_add(p->out, packed.data, packed.len);
	(void)buf_adds(p->out, "\nendstream\nendobj\n");
	pdf_object(p);
	(void)buf_addf(p->out,
	    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
	    "/Contents %zu 0 R /Resources << >> >>\nendobj\n",
	    p->n - 1);
	buf_fini(&packed);
	buf_fini(&text);
}

static void
pdf_end(struct pdf *p)
{
	size_t at = p->out->len - p->start, i;

	(void)buf_addf(p->out, "xref\n0 %zu\n0000000000 65535 f \n", p->n + 1);
	for (i = 0; i < p->n; i++)
		(void)buf_addf(p->out, "%010zu 00000 n \n", p->objects[i]);
	(void)buf_addf(p->out,
	    "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
	    p->n + 1, at);
}

void
content_pdf(struct buf *out, struct draw *d, const struct content *c)
{
	size_t page = c->size / 200 > PAGE ? c->size / 200 : PAGE;
	size_t pages = c->size / page + 1, i;
	struct pdf p = {.out = out, .start = out->len};

	(void)buf_adds(out, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
	pdf_object(&p);
	(void)buf_adds(out, "<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
	pdf_object(&p);
	(void)buf_adds(out, "<< /Type /Pages /Kids [");
	for (i = 0; i < pages; i++)
		(void)buf_addf(out, "%zu 0 R ", 4 + 2 * i);
	(void)buf_addf(out, "] /Count %zu >>\nendobj\n", pages);
	for (i = 0; i < pages; i++)
		pdf_page(&p, d, i + 1 < pages ? page : c->size % page + 1);
	pdf_end(&p);
}
