/*
 * Definitions as many as the official ones have: hashes of files that nobody
 * has, byte signatures that nothing contains, and a few words that do occur
 * in the real messages, so that it shows whether they were looked for.
 */
#include <string.h>

#include "content_priv.h"
#include "sets_priv.h"

enum { HASHES = 2000000, SIGNATURES = 100000, TEXT_MAX = 320 * 1024 * 1024 };

static void
hex(struct buf *out, const void *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = data;
	char text[128];
	size_t i;

	for (i = 0; i < len && i < sizeof(text) / 2; i++) {
		text[2 * i] = digits[p[i] >> 4];
		text[2 * i + 1] = digits[p[i] & 15];
	}
	(void)buf_add(out, text, 2 * i);
}

static int
hashes(struct set *s, struct err *e)
{
	unsigned char hash[16];
	struct buf out;
	unsigned i;
	int rc;

	buf_init(&out, TEXT_MAX);
	for (i = 0; i < HASHES; i++) {
		draw_bytes(&s->draw, hash, sizeof(hash));
		hex(&out, hash, sizeof(hash));
		(void)buf_addf(&out, ":%u:Bench.Hash-%u\n",
		    100 + draw_below(&s->draw, 4000000), i);
	}
	rc = sets_write(s, &out, "large.hdb", e);
	buf_fini(&out);
	return rc;
}

/* Kinds of files and their share, as in the official sets about. */
static unsigned
target(struct draw *d)
{
	unsigned n = draw_below(d, 100);

	if (n < 50)
		return 1; /* programs */
	if (n < 80)
		return 0;      /* everything */
	return n < 92 ? 3 : 7; /* HTML, text */
}

static void
byte_signature(struct set *s, struct buf *out, unsigned i)
{
	unsigned char bytes[40];
	unsigned kind = target(&s->draw);
	size_t len = 16 + draw_below(&s->draw, 24), k;

	draw_bytes(&s->draw, bytes, len);
	/* Text is looked at in lower case. */
	for (k = 0; kind >= 3 && k < len; k++)
		bytes[k] = (unsigned char)('a' + bytes[k] % 26);
	(void)buf_addf(out, "Bench.Bytes-%u:%u:*:", i, kind);
	hex(out, bytes, len);
	(void)buf_addc(out, '\n');
}

static int
signatures(struct set *s, struct err *e)
{
	static const char *const words[] = {
	    "Nigerian", "nigerian", "Herbal", "herbal viagra", "lottery"};
	struct buf out;
	unsigned i;
	int rc;

	buf_init(&out, TEXT_MAX);
	for (i = 0; i < SIGNATURES; i++)
		byte_signature(s, &out, i);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		(void)buf_addf(&out, "Bench.Word-%u:0:*:", i);
		hex(&out, words[i], strlen(words[i]));
		(void)buf_addc(&out, '\n');
	}
	rc = sets_write(s, &out, "large.ndb", e);
	buf_fini(&out);
	return rc;
}

int
sets_definitions(struct set *s, struct err *e)
{
	return hashes(s, e) == -1 ? -1 : signatures(s, e);
}
