/* Strings: escaping, globs, comparison without a locale. */
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/param.h>

static unsigned char
lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

size_t
text_utf8_len(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n, i;

	if (len == 0)
		return 0;
	if (u[0] < 0x80)
		return 1;
	n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
	if (u[0] < 0xc2 || u[0] > 0xf4 || n > len)
		return 0;
	for (i = 1; i < n; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] > 0x9f) ||
	    (u[0] == 0xf0 && u[1] < 0x90) || (u[0] == 0xf4 && u[1] > 0x8f))
		return 0;
	return n;
}

bool
text_is_utf8(const void *data, size_t len)
{
	const char *s = data;
	size_t at = 0, n;

	while (at < len) {
		n = text_utf8_len(s + at, len - at);
		if (n == 0)
			return false;
		at += n;
	}
	return true;
}

/* Characters that could start a line, hide or reorder what is printed. */
static bool
is_harmful(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (n == 1)
		return u[0] < 0x20 || u[0] == 0x7f;
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	if (n == 3 && u[0] == 0xe2 && u[1] == 0x80)
		return u[2] >= 0xa8 && u[2] <= 0xae;
	if (n == 3 && u[0] == 0xe2 && u[1] == 0x81)
		return u[2] >= 0xa6 && u[2] <= 0xa9;
	return false;
}

/* How many letters in front stay what they are, at most `max`. */
static size_t
plain_len(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n] >= 0x20 && s[n] < 0x7f)
		n++;
	return n;
}

size_t
text_escape_n(char *dst, size_t size, const char *s, size_t len)
{
	size_t out = 0, i = 0, n, k;

	if (size == 0)
		return 0;
	while (i < len) {
		n = plain_len(s + i, MIN(len - i, size - 1 - out));
		if (n == 0)
			n = text_utf8_len(s + i, len - i);
		if (n > 0 && !is_harmful(s + i, n)) {
			if (out + n >= size)
				break;
			memcpy(dst + out, s + i, n);
			out += n;
			i += n;
			continue;
		}
		if (n == 0)
			n = 1;
		if (out + 4 * n >= size)
			break;
		for (k = 0; k < n; k++, out += 4)
			(void)snprintf(
			    dst + out, 5, "\\x%02x", (unsigned char)s[i + k]);
		i += n;
	}
	dst[out] = '\0';
	return out;
}

size_t
text_escape(char *dst, size_t size, const char *s)
{
	return text_escape_n(dst, size, s, strlen(s));
}

/* Iterative glob: on a mismatch go back to the last star, one further. */
static bool
glob_n(const char *pattern, size_t plen, const char *s)
{
	size_t p = 0, star = SIZE_MAX;
	const char *again = s;

	while (*s != '\0') {
		if (p < plen && pattern[p] == '*') {
			star = p++;
			again = s;
		} else if (p < plen && (pattern[p] == '?' ||
					   lower(pattern[p]) == lower(*s))) {
			p++;
			s++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			s = ++again;
		} else {
			return false;
		}
	}
	while (p < plen && pattern[p] == '*')
		p++;
	return p == plen;
}

bool
text_glob(const char *pattern, const char *s)
{
	return glob_n(pattern, strlen(pattern), s);
}

bool
text_glob_list(const char *list, const char *s)
{
	size_t n;

	while (*list != '\0') {
		list += strspn(list, ", \t");
		n = strcspn(list, ",");
		while (n > 0 && (list[n - 1] == ' ' || list[n - 1] == '\t'))
			n--;
		if (n > 0 && glob_n(list, n, s))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

bool
text_same(const char *a, const char *b)
{
	for (; *a != '\0' && lower(*a) == lower(*b); a++, b++)
		continue;
	return lower(*a) == lower(*b);
}

bool
text_starts(const char *s, const char *prefix)
{
	for (; *prefix != '\0'; prefix++, s++)
		if (lower(*s) != lower(*prefix))
			return false;
	return true;
}

const char *
text_find(const char *s, size_t len, const char *what)
{
	size_t n = strlen(what), i, k;

	for (i = 0; i + n <= len; i++) {
		for (k = 0; k < n && lower(s[i + k]) == lower(what[k]); k++)
			continue;
		if (k == n)
			return s + i;
	}
	return NULL;
}

const void *
text_find_bytes(
    const void *data, size_t len, const char *what, size_t n, size_t rare)
{
	const char *p = data, *at, *last;

	if (len < n)
		return NULL;
	last = p + len - n; /* where it starts at the latest */
	for (; p <= last; p = at - rare + 1) {
		at = memchr(p + rare, what[rare], (size_t)(last - p) + 1);
		if (at == NULL)
			return NULL;
		if (memcmp(at - rare, what, n) == 0)
			return at - rare;
	}
	return NULL;
}
