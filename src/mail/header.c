/* Headers of a message for log lines: one bounded walk over the lines. */
#include "header_priv.h"

#include <stdbool.h>
#include <string.h>

#include "message.h"
#include "text.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(char c)
{
	return is_blank(c) || c == '\r' || c == '\n';
}

/* The end of the line at `s`, behind its line end. */
static const char *
line_end(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));

	return nl != NULL ? nl + 1 : end;
}

/* The place behind "Name:" at the start of a line, or NULL. */
static const char *
value_start(const char *line, const char *next, const char *name)
{
	size_t len = strlen(name);

	if ((size_t)(next - line) <= len || text_find(line, len, name) != line)
		return NULL;
	for (line += len; line < next && is_blank(*line); line++)
		continue;
	return line < next && *line == ':' ? line + 1 : NULL;
}

/* Cuts blanks and line ends off both ends, and what is too long. */
static struct slice
trim(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	if (end - s > MESSAGE_VALUE_MAX)
		end = s + MESSAGE_VALUE_MAX;
	while (end > s && is_space(end[-1]))
		end--;
	return (struct slice){s, (size_t)(end - s)};
}

void
header_find(struct slice message, const char *name, struct slice *value_r)
{
	const char *line = message.data, *next, *value;
	const char *end =
	    line + (message.len < MESSAGE_HEADERS_MAX ? message.len
						      : MESSAGE_HEADERS_MAX);

	*value_r = (struct slice){0};
	for (; line < end; line = next) {
		next = line_end(line, end);
		if (*line == '\n' || (*line == '\r' && next - line == 2))
			return;
		value = value_start(line, next, name);
		if (value == NULL)
			continue;
		while (next < end && is_blank(*next))
			next = line_end(next, end);
		*value_r = trim(value, next);
		return;
	}
}
