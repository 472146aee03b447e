/* From HTML to the text a reader sees, as far as passwords are concerned. */
#include <stdlib.h>
#include <string.h>

#include "password_priv.h"
#include "text.h"

enum { ENTITY_MAX = 10 };

struct entity {
	const char *name;
	char is;
};

static const struct entity entities[] = {
    {"&amp;", '&'},
    {"&lt;", '<'},
    {"&gt;", '>'},
    {"&quot;", '"'},
    {"&apos;", '\''},
    {"&nbsp;", ' '},
};

static const char *const hidden[] = {"<style", "<script", "<head"};
static const char *const bold[] = {"b", "strong", "code", "mark", "kbd"};

/* Is there a tag of this name at `s`? `slash` for the one that ends it. */
static bool
is_tag(const char *s, const char *end, const char *name, bool slash)
{
	size_t n = strlen(name), skip = slash ? 2 : 1;

	if ((size_t)(end - s) < skip + n + 1 || s[0] != '<' ||
	    (slash && s[1] != '/') || text_find(s + skip, n, name) != s + skip)
		return false;
	return strchr(" \t\r\n/>", s[skip + n]) != NULL && s[skip + n] != '\0';
}

static char
mark_of(const char *s, const char *end)
{
	size_t i;

	for (i = 0; i < sizeof(bold) / sizeof(bold[0]); i++) {
		if (is_tag(s, end, bold[i], false))
			return MARK_OPEN;
		if (is_tag(s, end, bold[i], true))
			return MARK_CLOSE;
	}
	if (is_tag(s, end, "br", false) || is_tag(s, end, "p", false) ||
	    is_tag(s, end, "tr", false) || is_tag(s, end, "div", false))
		return '\n';
	return ' ';
}

/* Behind the tag, or behind what nobody sees between two tags. */
static const char *
past_tag(const char *s, const char *end)
{
	const char *to = NULL;
	char closing[16];
	size_t i, n;

	if (end - s >= 4 && memcmp(s, "<!--", 4) == 0) {
		to = memmem(s, (size_t)(end - s), "-->", 3);
		return to != NULL ? to + 3 : end;
	}
	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		n = strlen(hidden[i]);
		if (!is_tag(s, end, hidden[i] + 1, false))
			continue;
		closing[0] = '<';
		closing[1] = '/';
		memcpy(closing + 2, hidden[i] + 1, n);
		to = text_find(s, (size_t)(end - s), closing);
		s = to != NULL ? to : end;
		break;
	}
	to = memchr(s, '>', (size_t)(end - s));
	return to != NULL ? to + 1 : end;
}

/* "&#39;" and "&#x27;"; 0 when it is something else. */
static char
numeric(const char *s, size_t len)
{
	char digits[ENTITY_MAX + 1] = {0};
	char *stop;
	unsigned long n;
	bool hex = len > 3 && (s[2] == 'x' || s[2] == 'X');

	if (len < 4 || s[1] != '#')
		return 0;
	memcpy(digits, s + (hex ? 3 : 2), len - (hex ? 4 : 3));
	n = strtoul(digits, &stop, hex ? 16 : 10);
	if (*stop != '\0' || digits[0] == '\0')
		return 0;
	if (n == 160)
		return ' ';
	return n >= 0x20 && n < 0x7f ? (char)n : 0;
}

/* What the entity at `s` stands for, and behind it; the ampersand else. */
static char
entity(const char **s, const char *end)
{
	const char *from = *s, *stop;
	size_t i, len = (size_t)(end - from);
	char c = 0;

	*s = from + 1;
	stop = memchr(from, ';', len < ENTITY_MAX ? len : ENTITY_MAX);
	if (stop == NULL)
		return *from;
	len = (size_t)(stop + 1 - from);
	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (len == strlen(entities[i].name) &&
		    memcmp(from, entities[i].name, len) == 0)
			c = entities[i].is;
	if (c == 0)
		c = numeric(from, len);
	if (c == 0)
		return *from;
	*s = stop + 1;
	return c;
}

size_t
password_from_html(char *to, const char *html, size_t len)
{
	const char *s = html, *end = html + len;
	size_t n = 0;

	while (s < end) {
		if (*s == '<') {
			to[n++] = mark_of(s, end);
			s = past_tag(s, end);
		} else if (*s == '&') {
			to[n++] = entity(&s, end);
		} else {
			to[n++] = *s++;
		}
	}
	return n;
}

bool
password_is_html(const char *text, size_t len)
{
	return memmem(text, len, "</", 2) != NULL ||
	       text_find(text, len, "<br") != NULL ||
	       text_find(text, len, "<html") != NULL;
}
