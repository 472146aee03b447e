/* Text, HTML, archives and documents. */
#include "content.h"

#include <stdio.h>
#include <string.h>

#include "content_priv.h"
#include "zip.h"

enum {
	LEVEL = 1, /* of compression: fast */
	WORD_MAX = 9,
	LINE = 66,
	MEMBER = 200 * 1024 /* of a zip, before it is packed */
};

void
content_eicar(struct buf *out)
{
	(void)buf_addf(out, "%s%s%s", "X5O!P%@AP[4\\PZX54(P^)7",
	    "CC)7}$EICAR-STANDARD-ANTI", "VIRUS-TEST-FILE!$H+H*");
}

/* A word of syllables: it repeats about as often as real ones do. */
static size_t
word(char *to, struct draw *d)
{
	static const char consonants[] = "bcdfghklmnprstvz", vowels[] = "aeiou";
	uint64_t n = draw_next(d) >> 20;
	size_t len = 0, end = 2 + n % (WORD_MAX - 2);

	n >>= 4;
	while (len < end) {
		to[len++] = consonants[n & 15];
		to[len++] = vowels[(n >> 4) % 5];
		n >>= 6;
	}
	to[len++] = ' ';
	return len;
}

/* Words in lines, or in one line when `line_end` is empty. */
void
content_words(
    struct buf *out, struct draw *d, size_t size, const char *line_end)
{
	char line[LINE + WORD_MAX + 8];
	size_t end = out->len + size, len;

	while (out->len < end) {
		for (len = 0; len < LINE;)
			len += word(line + len, d);
		(void)buf_add(out, line, len - 1);
		(void)buf_adds(out, line_end);
	}
}

void
content_text(struct buf *out, struct draw *d, const struct content *c)
{
	content_words(out, d, c->size, "\r\n");
}

static void
csv(struct buf *out, struct draw *d, const struct content *c)
{
	size_t end = out->len + c->size;
	char name[WORD_MAX + 8];

	while (out->len < end) {
		name[word(name, d) - 1] = '\0';
		(void)buf_addf(out, "%u,%s,%u.%02u,2025-%02u-%02u\r\n",
		    draw_below(d, 1000000), name, draw_below(d, 10000),
		    draw_below(d, 100), 1 + draw_below(d, 12),
		    1 + draw_below(d, 28));
	}
}

static void
html(struct buf *out, struct draw *d, const struct content *c)
{
	size_t end = out->len + c->size;

	(void)buf_adds(out, "<!DOCTYPE html>\r\n<html><head><title>");
	content_words(out, d, 20, "");
	(void)buf_adds(out, "</title></head><body>\r\n");
	while (out->len < end) {
		(void)buf_addf(out,
		    "<p class=\"c%u\"><a href=\"https://www.example.com/%u\">",
		    draw_below(d, 9), draw_below(d, 100000));
		content_words(out, d, 30, "");
		(void)buf_adds(out, "</a> ");
		content_words(out, d, 300, "\r\n");
		(void)buf_adds(out, "</p>\r\n");
	}
	(void)buf_adds(out, "</body></html>\r\n");
}

static void
add_eicar(struct zip *z)
{
	struct buf eicar;

	buf_init(&eicar, 256);
	content_eicar(&eicar);
	zip_add(z, "attachment.com", eicar.data, eicar.len, LEVEL);
	buf_fini(&eicar);
}

/* A member of about `size` bytes in the archive. */
static void
add_member(struct zip *z, struct draw *d, const char *name, size_t size)
{
	struct content c = {.size = size};
	struct buf data;

	buf_init(&data, CONTENT_MAX);
	if (strstr(name, ".png") != NULL)
		content_png(&data, d, &c);
	else if (strstr(name, ".jpeg") != NULL)
		content_jpeg(&data, d, &c);
	else
		content_words(&data, d, size * 2, "\n"); /* it packs to half */
	zip_add(z, name, data.data, data.len, LEVEL);
	buf_fini(&data);
}

static void
zip(struct buf *out, struct draw *d, const struct content *c)
{
	static const char *const ends[] = {"txt", "jpeg", "png"};
	size_t member = c->size / 20 > MEMBER ? c->size / 20 : MEMBER, left, n;
	char name[ZIP_NAME_MAX];
	struct zip z;

	zip_open(&z, out);
	for (left = c->size; left > 0 && z.n < 100; left -= n) {
		n = left < member ? left : member;
		(void)snprintf(
		    name, sizeof(name), "file-%02zu.%s", z.n, ends[z.n % 3]);
		add_member(&z, d, name, n);
	}
	if (c->infected)
		add_eicar(&z);
	zip_close(&z);
}

void
content_nested(struct buf *out, struct draw *d, unsigned depth, bool infected)
{
	struct buf inner;
	struct zip z;

	buf_init(&inner, CONTENT_MAX);
	if (depth > 1)
		content_nested(&inner, d, depth - 1, infected);
	else
		content_words(&inner, d, 2000, "\n");
	zip_open(&z, out);
	zip_add(&z, depth > 1 ? "inner.zip" : "text.txt", inner.data, inner.len,
	    LEVEL);
	if (depth == 1 && infected)
		add_eicar(&z);
	zip_close(&z);
	buf_fini(&inner);
}

/* An office document: XML and pictures in a zip (ECMA-376). */
static void
office(struct buf *out, struct draw *d, const struct content *c,
    const char *main_part)
{
	static const char head[] =
	    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
	size_t text = c->size / 4, left = c->size - text, n;
	char name[ZIP_NAME_MAX];
	struct buf xml;
	struct zip z;

	buf_init(&xml, CONTENT_MAX);
	zip_open(&z, out);
	(void)buf_addf(&xml,
	    "%s<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
	    "content-types\"><Default Extension=\"xml\" ContentType="
	    "\"application/xml\"/><Override PartName=\"/%s\" "
	    "ContentType=\"application/xml\"/></Types>",
	    head, main_part);
	zip_add(&z, "[Content_Types].xml", xml.data, xml.len, LEVEL);
	buf_reset(&xml);
	(void)buf_addf(&xml,
	    "%s<Relationships xmlns=\"http://schemas.openxmlformats.org/"
	    "package/2006/relationships\"><Relationship Id=\"rId1\" Type="
	    "\"http://schemas.openxmlformats.org/officeDocument/2006/"
	    "relationships/officeDocument\" Target=\"%s\"/></Relationships>",
	    head, main_part);
	zip_add(&z, "_rels/.rels", xml.data, xml.len, LEVEL);
	buf_reset(&xml);
	(void)buf_addf(&xml, "%s<document><body>", head);
	while (xml.len < text * 3) {
		(void)buf_adds(&xml, "<p><r><t>");
		content_words(&xml, d, 200, "");
		(void)buf_adds(&xml, "</t></r></p>\n");
	}
	(void)buf_adds(&xml, "</body></document>");
	zip_add(&z, main_part, xml.data, xml.len, LEVEL);
	for (; left > 0 && z.n < 50; left -= n) {
		n = left < c->size / 10 ? left : c->size / 10 + 1;
		(void)snprintf(name, sizeof(name), "media/image%zu.%s", z.n,
		    c->plain       ? "xml"
		    : z.n % 2 == 0 ? "png"
				   : "jpeg");
		add_member(&z, d, name, n);
	}
	if (c->infected)
		add_eicar(&z);
	zip_close(&z);
	buf_fini(&xml);
}

static void
docx(struct buf *out, struct draw *d, const struct content *c)
{
	office(out, d, c, "word/document.xml");
}

static void
xlsx(struct buf *out, struct draw *d, const struct content *c)
{
	office(out, d, c, "xl/worksheets/sheet1.xml");
}

const struct content_kind content_kinds[] = {
    {"docx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml."
	"document",
	docx, true},
    {"pdf", "application/pdf", content_pdf, false},
    {"jpeg", "image/jpeg", content_jpeg, false},
    {"zip", "application/zip", zip, true},
    {"html", "text/html", html, false},
    {"xlsx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	xlsx, true},
    {"png", "image/png", content_png, false},
    {"csv", "text/csv", csv, false},
};

const size_t content_kind_count =
    sizeof(content_kinds) / sizeof(content_kinds[0]);

const struct content_kind *
content_kind(const char *extension)
{
	size_t i;

	for (i = 0; i < content_kind_count; i++)
		if (strcmp(content_kinds[i].extension, extension) == 0)
			return &content_kinds[i];
	return NULL;
}
