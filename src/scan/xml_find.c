/* What may be an XML document with files in it. */
#include "xml_files_priv.h"

#include <string.h>

#include "text.h"

enum { WORD_ROOM = 32 }; /* for the longest name below, in two bytes each */

static const char *const holders[] = {"binData", "binaryData", "binary-data",
    "chunk", "VBProjectData", "ForeignData"};

bool
xml_is_holder(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		if (strcmp(name, holders[i]) == 0)
			return true;
	return false;
}

size_t
xml_blanks(const unsigned char *data, size_t len)
{
	size_t at = 0;

	while (at < len && memchr(" \t\r\n", data[at], 4) != NULL)
		at++;
	return at;
}

static bool
starts_with(const unsigned char *data, size_t len, const char *what, size_t n)
{
	return len >= n && memcmp(data, what, n) == 0;
}

/* Behind a mark of UTF-8 and blanks. */
static size_t
start_of(const unsigned char *data, size_t len)
{
	size_t at = starts_with(data, len, "\xef\xbb\xbf", 3) ? 3 : 0;

	return at + xml_blanks(data + at, len - at);
}

static bool
declares_utf7(const unsigned char *data, size_t len)
{
	const char *p = (const char *)data + start_of(data, len), *end;

	len -= (size_t)(p - (const char *)data);
	end = memchr(p, '>', len);
	if (end == NULL || end - p < 6 || memcmp(p, "<?xml", 5) != 0 ||
	    xml_blanks((const unsigned char *)p + 5, 1) == 0)
		return false;
	p = text_find(p, (size_t)(end - p), "encoding");
	return p != NULL &&
	       (text_find(p, (size_t)(end - p), "utf-7") != NULL ||
		   text_find(p, (size_t)(end - p), "utf7") != NULL);
}

bool
xml_is_foreign(const unsigned char *data, size_t len)
{
	static const char starts[][9] = {"<\0\0\0?\0\0\0", "\0\0\0<\0\0\0?",
	    "\xff\xfe\0\0<\0\0\0", "\0\0\xfe\xff\0\0\0<"};
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (starts_with(data, len, starts[i], 8))
			return true;
	return starts_with(data, len, "\x4c\x6f\xa7\x94", 4) ||
	       declares_utf7(data, len);
}

bool
xml_starts(const unsigned char *data, size_t len)
{
	size_t at;

	if (starts_with(data, len, "\xff\xfe", 2) ||
	    starts_with(data, len, "\xfe\xff", 2) ||
	    starts_with(data, len, "\0<", 2) || xml_is_foreign(data, len))
		return true;
	at = start_of(data, len);
	return at < len && data[at] == '<';
}

/* Whether what stands before a name starts a tag, or is a prefix in one. */
static bool
is_in_tag(const unsigned char *data, const unsigned char *name)
{
	if (name[-1] != ':')
		return name[-1] == '<';
	for (name--; name > data; name--)
		if (strchr("<>/\"'=:;,(){}[] \t\r\n", name[-1]) != NULL)
			return name[-1] == '<';
	return false;
}

/*
 * Whether a tag has this name, behind a prefix or not, in letters of one byte
 * or two. In both orders those of two are the same from the first letter to the
 * last; any prefix will do there.
 */
static bool
has_tag(const unsigned char *data, size_t len, const char *name, size_t width)
{
	const unsigned char *at = data, *end = data + len;
	char word[WORD_ROOM] = "";
	size_t n = strlen(name), i;

	for (i = 0; i < n; i++)
		word[width * i] = name[i];
	n = width * (n - 1) + 1;
	while ((at = memmem(at, (size_t)(end - at), word, n)) != NULL) {
		if ((size_t)(at - data) >= width &&
		    (width == 1 ? is_in_tag(data, at)
				: at[-2] == '<' || at[-2] == ':'))
			return true;
		at++;
	}
	return false;
}

/* In all charsets that expat tells by itself. */
bool
xml_has_holder(const unsigned char *data, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		if (has_tag(data, len, holders[i], 1) ||
		    has_tag(data, len, holders[i], 2))
			return true;
	return false;
}

bool
xml_may_hold_files(const unsigned char *data, size_t len)
{
	return xml_is_foreign(data, len) ||
	       (xml_starts(data, len) && xml_has_holder(data, len));
}
