/*
 * Names of members and their places. Whatever bytes an archive has for a
 * name, the result is UTF-8 and tells different names apart.
 */
#include "archive_name_priv.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

/* Bytes that are not UTF-8 are taken for Latin-1: two bytes each. */
static char *
from_bytes(const char *s, size_t len)
{
	char *to = mem_zalloc(2 * len + 1, 1);
	size_t i, n = 0;
	unsigned char c;

	for (i = 0; i < len; i++) {
		c = (unsigned char)s[i];
		if (c < 0x80) {
			to[n++] = (char)c;
			continue;
		}
		to[n++] = (char)(0xc0 | c >> 6);
		to[n++] = (char)(0x80 | (c & 0x3f));
	}
	return to;
}

static bool
is_utf8(const char *s, size_t len)
{
	size_t i = 0, n;

	while (i < len) {
		n = text_utf8_len(s + i, len - i);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

static bool
is_inside_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Keeps the start and the end: what a file is, is told by its end. */
static void
shorten(char *s)
{
	size_t len = strlen(s), half = ARCHIVE_NAME_MAX / 2, head, tail;

	if (len <= ARCHIVE_NAME_MAX)
		return;
	for (head = half - 3; is_inside_character(s[head]); head--)
		continue;
	for (tail = len - half; is_inside_character(s[tail]); tail++)
		continue;
	memcpy(s + head, "...", 3);
	memmove(s + head + 3, s + tail, len - tail + 1);
}

char *
archive_name(const char *raw)
{
	size_t len;
	char *name;

	if (raw == NULL || *raw == '\0')
		return NULL;
	len = strlen(raw);
	name = is_utf8(raw, len) ? mem_strdup(raw) : from_bytes(raw, len);
	shorten(name);
	return name;
}

char *
archive_latin1_name(const char *utf8)
{
	const unsigned char *u = (const unsigned char *)utf8;
	size_t n = 0;
	char *raw, *name;

	if (utf8 == NULL)
		return NULL;
	raw = mem_zalloc(strlen(utf8) + 1, 1);
	for (; *u != '\0'; u++) {
		if ((*u & 0xfe) == 0xc2 && u[1] != '\0') {
			raw[n++] = (char)((u[0] & 3U) << 6 | (u[1] & 0x3fU));
			u++;
		} else {
			raw[n++] = (char)*u;
		}
	}
	name = archive_name(raw);
	free(raw);
	return name;
}

struct ending {
	const char *packed;
	const char *unpacked;
};

static const struct ending endings[] = {
    {".bz2", ""},
    {".gz", ""},
    {".lz", ""},
    {".lz4", ""},
    {".lzma", ""},
    {".xz", ""},
    {".z", ""},
    {".zst", ""},
    {".zstd", ""},
    {".tbz", ".tar"},
    {".tbz2", ".tar"},
    {".tgz", ".tar"},
    {".tlz", ".tar"},
    {".txz", ".tar"},
    {".taz", ".tar"},
    {".tzst", ".tar"},
};

char *
archive_stream_name(const char *outer)
{
	size_t len, n, i;

	if (outer == NULL)
		return NULL;
	len = strlen(outer);
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		n = strlen(endings[i].packed);
		if (len > n && text_same(outer + len - n, endings[i].packed))
			return mem_printf("%.*s%s", (int)(len - n), outer,
			    endings[i].unpacked);
	}
	return NULL;
}

char *
archive_place(const char *where, const char *name)
{
	return mem_printf("%s/%s", where, name != NULL ? name : "(no name)");
}
