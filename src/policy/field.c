/* The header fields of a message, one after the other. */
#include "field_priv.h"

#include <string.h>

#include "text.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
line_end(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));

	return nl != NULL ? nl + 1 : end;
}

bool
field_next(struct slice message, size_t *pos, struct field *f)
{
	const char *s, *end, *next, *colon;

	if (message.len > FIELDS_MAX)
		message.len = FIELDS_MAX;
	end = message.data + message.len;
	for (s = message.data + *pos; s < end; s = next) {
		next = line_end(s, end);
		if (*s == '\n' || (*s == '\r' && next - s == 2)) {
			*pos = (size_t)(s - message.data);
			return false;
		}
		while (next < end && (*next == ' ' || *next == '\t'))
			next = line_end(next, end);
		colon = memchr(s, ':', (size_t)(next - s));
		if (colon == NULL || colon == s || is_blank(*s))
			continue;
		f->raw = (struct slice){colon + 1, (size_t)(next - colon) - 1};
		while (colon > s && is_blank(colon[-1]))
			colon--;
		f->name = (struct slice){s, (size_t)(colon - s)};
		*pos = (size_t)(next - message.data);
		return true;
	}
	*pos = message.len;
	return false;
}

bool
field_is(const struct field *f, const char *name)
{
	size_t n = strlen(name);

	return f->name.len == n && text_find(f->name.data, n, name) != NULL;
}
