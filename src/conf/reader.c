/*
 * The lines of an INI file. inih asks for one line after the other and calls
 * back at once, so the line that was handed out last is the one it speaks of;
 * a line for which it should have called and did not was no option.
 */
#include "reader_priv.h"

#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

struct reader {
	const struct ini_sink *sink;
	const char *at, *end; /* what is left */
	unsigned line;        /* number of the last line */
	bool indented;        /* it begins with a blank */
	bool waiting;         /* inih has to call back for it */
	bool open;            /* an option stands above, in this section */
	bool skipping;        /* a line was refused: so are continuations */
};

enum { WHY_MAX = 120 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
refuse(struct reader *r, const char *why)
{
	r->skipping = true;
	r->open = false;
	r->sink->refused(r->sink->arg, r->line, why);
}

/* Refuses bytes that no text has; true when the line is fine. */
static bool
line_is_text(struct reader *r, const char *s, size_t len)
{
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = text_utf8_len(s + i, len - i);
		if (n == 0) {
			refuse(r, "is not UTF-8; save the file as UTF-8");
			return false;
		}
		if (n == 1 && ((unsigned char)s[i] < ' ' || s[i] == 0x7f) &&
		    s[i] != '\t') {
			refuse(r, "contains a control character; remove it");
			return false;
		}
	}
	return true;
}

/*
 * Hands a [section] line to the sink. What inih gets is a section without
 * meaning: it makes it forget the option above.
 */
static const char *
take_section(struct reader *r, char *s)
{
	char *end = strchr(s, ']'), *rest;

	if (end == NULL) {
		refuse(r, "begins with [ but has no ]; add it");
		return "";
	}
	rest = end + 1 + strspn(end + 1, " \t");
	if (*rest != '\0' && *rest != ';' && *rest != '#') {
		refuse(r, "has text behind the ]; put it into a new line");
		return "";
	}
	while (end > s + 1 && is_blank(end[-1]))
		end--;
	*end = '\0';
	s++;
	s += strspn(s, " \t");
	r->open = false;
	r->skipping = false;
	r->sink->section(r->sink->arg, r->line, s);
	return "[x]";
}

/* inih leaves a comment behind a continuation in its place. */
static void
cut_comment(char *line)
{
	char *s;

	for (s = line; *s != '\0'; s++)
		if (*s == ';' && s > line && is_blank(s[-1]))
			break;
	while (s > line && is_blank(s[-1]))
		s--;
	*s = '\0';
}

/* Decides what inih gets to see of a line; `line` is changed. */
static const char *
judge_line(struct reader *r, char *line)
{
	char *start = line + strspn(line, " \t");

	r->indented = start > line;
	if (*start == '\0' || *start == ';' || *start == '#')
		return "";
	if (r->indented && r->skipping)
		return "";
	if (*start == '[' && !(r->indented && r->open))
		return take_section(r, start);
	r->skipping = false;
	r->waiting = true;
	if (r->indented && r->open)
		cut_comment(start);
	return line;
}

/* Takes the next line off the rest, without its line end. */
static const char *
cut_line(struct reader *r, size_t *len_r)
{
	const char *s = r->at;
	const char *nl = memchr(s, '\n', (size_t)(r->end - s));
	size_t len = (size_t)((nl != NULL ? nl : r->end) - s);

	r->at = nl != NULL ? nl + 1 : r->end;
	r->line++;
	if (len > 0 && s[len - 1] == '\r')
		len--;
	*len_r = len;
	return s;
}

/* When inih did not call back for the last line, it was no option. */
static void
settle(struct reader *r)
{
	if (r->waiting)
		refuse(r, "is neither a [section] nor an option (key = value) "
			  "nor a comment (#); correct or remove it");
	r->waiting = false;
}

/* inih's reader: fills `dst` like fgets. */
static char *
next_line(char *dst, int size, void *stream)
{
	struct reader *r = stream;
	const char *s, *seen = "";
	char why[WHY_MAX], copy[1024];
	size_t len, max = (size_t)size - 2;

	settle(r);
	if (r->at == r->end)
		return NULL;
	s = cut_line(r, &len);
	if (max >= sizeof(copy))
		max = sizeof(copy) - 1;
	if (len > max) {
		(void)snprintf(why, sizeof(why),
		    "is longer than %zu bytes; continue a list in a new line "
		    "that begins with a blank",
		    max);
		refuse(r, why);
	} else if (line_is_text(r, s, len)) {
		memcpy(copy, s, len);
		copy[len] = '\0';
		seen = judge_line(r, copy);
	}
	(void)snprintf(dst, (size_t)size, "%s\n", seen);
	return dst;
}

/* inih's handler. Its section is the one without meaning from above. */
static int
on_option(void *user, const char *section, const char *key, const char *value)
{
	struct reader *r = user;

	(void)section;
	r->waiting = false;
	if (r->indented && r->open) {
		r->sink->more(r->sink->arg, r->line, value);
		return 1;
	}
	r->open = *key != '\0';
	r->sink->option(r->sink->arg, r->line, key, value);
	return 1;
}

void
ini_read(const char *data, size_t len, const struct ini_sink *sink)
{
	struct reader r = {.sink = sink, .at = data, .end = data + len};

	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		r.at += 3;
	(void)ini_parse_stream(next_line, &r, on_option, &r);
}
