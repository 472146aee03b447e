/* The lines of the external filter protocol. */
#include "proto.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

struct verb_name {
	const char *name;
	enum verb verb;
};

static const struct verb_name verbs[] = {{"INTF", VERB_INTF},
    {"FILE", VERB_FILE}, {"KEY", VERB_KEY}, {"QUIT", VERB_QUIT}};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One escape behind the backslash; returns how many bytes it takes, or 0. */
static size_t
unescape(const char *s, size_t len, char *c_r)
{
	static const char from[] = "\"\\rnte", to[] = "\"\\\r\n\t\n";
	const char *at;
	int value;

	if (len == 0)
		return 0;
	if (len >= 3 && is_digit(s[0]) && is_digit(s[1]) && is_digit(s[2])) {
		value = (s[0] - '0') * 100 + (s[1] - '0') * 10 + s[2] - '0';
		*c_r = (char)value;
		return value > 0 && value <= 255 ? 3 : 0;
	}
	at = s[0] != '\0' ? strchr(from, s[0]) : NULL;
	if (at == NULL)
		return 0;
	*c_r = to[at - from];
	return 1;
}

/*
 * A quoted path; what follows the closing quote is ignored. False, and a path
 * that is not to be used, when it is not well formed: half a path might be
 * that of another file.
 */
static bool
parse_quoted(const char *s, size_t len, char *path)
{
	size_t i = 0, out = 0, n;
	char c;

	while (i < len && s[i] != '"' && out + 1 < PROTO_PATH_MAX) {
		c = s[i++];
		if (c == '\\') {
			n = unescape(s + i, len - i, &c);
			if (n == 0)
				return false;
			i += n;
		}
		if (c == '\0')
			return false;
		path[out++] = c;
	}
	path[out] = '\0';
	return i < len && s[i] == '"';
}

static void
parse_path(const char *s, size_t len, char *path)
{
	size_t n = 0;

	memset(path, 0, PROTO_PATH_MAX);
	if (len > 0 && s[0] == '"') {
		if (!parse_quoted(s + 1, len - 1, path))
			path[0] = '\0';
		return;
	}
	while (n < len && !is_blank(s[n]))
		n++;
	if (n >= PROTO_PATH_MAX || memchr(s, '\0', n) != NULL)
		return;
	memcpy(path, s, n);
}

static enum verb
find_verb(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strlen(verbs[i].name) == len &&
		    text_find(s, len, verbs[i].name) == s)
			return verbs[i].verb;
	return VERB_UNKNOWN;
}

static unsigned
parse_version(const char *s, size_t len)
{
	unsigned version = 0;

	for (; len > 0 && is_digit(*s) && version < 1000000; s++, len--)
		version = version * 10 + (unsigned)(*s - '0');
	return version;
}

void
proto_parse(const char *line, size_t len, struct request *r)
{
	size_t n = 0, start;

	r->verb = VERB_NONE;
	r->seq[0] = '\0';
	r->version = 0;
	r->path[0] = '\0';
	if (len > 0 && line[len - 1] == '\r')
		len--;
	while (len > 0 && is_blank(*line))
		line++, len--;
	while (n < len && is_digit(line[n]))
		n++;
	if (n == 0 || n > PROTO_SEQ_MAX || (n < len && !is_blank(line[n])))
		return;
	memcpy(r->seq, line, n);
	r->seq[n] = '\0';
	while (n < len && is_blank(line[n]))
		n++;
	for (start = n; n < len && !is_blank(line[n]);)
		n++;
	r->verb = find_verb(line + start, n - start);
	while (n < len && is_blank(line[n]))
		n++;
	if (r->verb == VERB_FILE)
		parse_path(line + n, len - n, r->path);
	else if (r->verb == VERB_INTF)
		r->version = parse_version(line + n, len - n);
}

unsigned
proto_interface(unsigned offered)
{
	return offered < PROTO_INTERFACE ? offered : PROTO_INTERFACE;
}

/* Escapes one character of `n` bytes into `piece`; its length. */
static size_t
escape_character(const char *s, size_t n, char piece[8])
{
	unsigned char c = (unsigned char)s[0];

	if (n == 0) {
		piece[0] = '?';
		return 1;
	}
	if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
		memcpy(piece, s, n);
		return n;
	}
	piece[0] = '\\';
	piece[1] = c == '\n' ? 'e' : c == '\t' ? 't' : s[0];
	if (c == '"' || c == '\\' || c == '\n' || c == '\t')
		return 2;
	(void)snprintf(piece, 8, "?");
	return 1;
}

void
proto_string(struct buf *out, const char *text, size_t room)
{
	size_t len = strlen(text), used = 2, n, m;
	char piece[8];

	(void)buf_addc(out, '"');
	while (len > 0) {
		n = text_utf8_len(text, len);
		m = escape_character(text, n, piece);
		if (used + m > room)
			break;
		(void)buf_add(out, piece, m);
		used += m;
		n = n == 0 ? 1 : n;
		text += n;
		len -= n;
	}
	(void)buf_addc(out, '"');
}
