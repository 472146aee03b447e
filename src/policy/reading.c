/*
 * Names in charsets that nobody declared. Nothing tells for sure which one a
 * few bytes are in, so that a rule may match in any of them.
 */
#include "reading_priv.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "mem.h"
#include "text.h"

enum { GROWTH = 4 /* bytes of UTF-8 for a byte, at most */ };

#define NONE ((iconv_t)-1)

struct readings {
	bool opened;
	iconv_t cd[READINGS_MAX]; /* or NONE */
};

/* What programs without Unicode write. */
static const char *const charsets[READINGS_MAX] = {"WINDOWS-1252", "CP932",
    "EUC-JP-MS", "GB18030", "BIG5-HKSCS", "UHC", "WINDOWS-1251", "KOI8-R",
    "CP866"};

struct readings *
readings_new(void)
{
	return mem_zalloc(1, sizeof(struct readings));
}

void
readings_free(struct readings **readings)
{
	struct readings *r = *readings;
	unsigned i;

	if (r == NULL)
		return;
	for (i = 0; i < READINGS_MAX; i++)
		if (r->opened && r->cd[i] != NONE)
			(void)iconv_close(r->cd[i]);
	free(r);
	*readings = NULL;
}

/* Most messages have no such name. */
static void
open_all(struct readings *r)
{
	unsigned i;

	for (i = 0; i < READINGS_MAX && !r->opened; i++)
		r->cd[i] = iconv_open("UTF-8", charsets[i]);
	r->opened = true;
}

/* The bytes behind UTF-8 that holds Latin-1 only; NULL for other text. */
static char *
latin1_bytes(const char *utf8)
{
	const unsigned char *u = (const unsigned char *)utf8;
	char *bytes = mem_zalloc(strlen(utf8) + 1, 1);
	size_t n = 0;

	for (; *u != '\0'; u++) {
		if (*u < 0x80) {
			bytes[n++] = (char)*u;
		} else if ((*u & 0xfe) == 0xc2) {
			bytes[n++] = (char)((u[0] & 3U) << 6 | (u[1] & 0x3fU));
			u++;
		} else {
			free(bytes);
			return NULL;
		}
	}
	return bytes;
}

/* The bytes of the name, when their charset is not known; or NULL. */
static char *
unknown_bytes(const char *name)
{
	size_t len = strlen(name), i = 0;

	while (i < len && (name[i] & 0x80) == 0)
		i++;
	if (i == len)
		return NULL;
	if (!text_is_utf8(name, len))
		return mem_strdup(name);
	return latin1_bytes(name);
}

/* The whole text, or NULL when a byte of it means nothing. */
static char *
convert(iconv_t cd, const char *bytes)
{
	size_t len = strlen(bytes), room = GROWTH * len;
	char *text = mem_zalloc(room + 1, 1), *to = text;
	char *from = (char *)(uintptr_t)bytes;

	(void)iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &from, &len, &to, &room) != (size_t)-1 &&
	    iconv(cd, NULL, NULL, &to, &room) != (size_t)-1)
		return text;
	free(text);
	return NULL;
}

unsigned
readings_of(struct readings *r, const char *name, char *list_r[READINGS_MAX])
{
	unsigned n = 0, i;
	char *bytes;

	if (strlen(name) > FOLD_NAME_MAX ||
	    (bytes = unknown_bytes(name)) == NULL)
		return 0;
	open_all(r);
	for (i = 0; i < READINGS_MAX; i++)
		if (r->cd[i] != NONE &&
		    (list_r[n] = convert(r->cd[i], bytes)) != NULL)
			n++;
	free(bytes);
	return n;
}
