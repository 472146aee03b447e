/*
 * The strict reader of response lines. One idea: every byte of the line must
 * be accounted for by the grammar of its verb, so a mixed line cannot pass.
 */
#include "answer.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static const char *const names[] = {
#define X(name) #name,
    ANSWER_KINDS(X)
#undef X
	"*",
};

const char *
answer_name(enum answer_kind kind)
{
	return names[kind];
}

/* Printable UTF-8 without anything that could start a line. */
static int
check_bytes(const char *s, size_t len, struct err *e)
{
	char clean[8];
	size_t i = 0, n;

	while (i < len) {
		n = text_utf8_len(s + i, len - i);
		if (n == 0)
			return err_set(e, "byte %zu is not UTF-8", i + 1);
		if (text_escape_n(clean, sizeof(clean), s + i, n) != n)
			return err_set(e, "byte %zu is a control", i + 1);
		i += n;
	}
	return 0;
}

/*
 * Passes one escape after its backslash; *c_r becomes the character that it
 * stands for. The length of the escape, 0 when it is none.
 */
static size_t
read_escape(const char *s, char *c_r)
{
	static const char from[] = "\"\\rnte";
	static const char to[] = "\"\\\r\n\t\n";
	const char *at;
	int value;

	if (s[0] == '\0')
		return 0;
	at = strchr(from, s[0]);
	if (at != NULL) {
		*c_r = to[at - from];
		return 1;
	}
	if (!isdigit((unsigned char)s[0]) || !isdigit((unsigned char)s[1]) ||
	    !isdigit((unsigned char)s[2]))
		return 0;
	value = (s[0] - '0') * 100 + (s[1] - '0') * 10 + s[2] - '0';
	*c_r = (char)value;
	return value <= 255 ? 3 : 0;
}

/* Reads a string with its quotes into `text`; what follows it, or NULL. */
static const char *
read_string(const char *s, char *text, struct err *e)
{
	size_t n;

	if (*s++ != '"') {
		(void)err_set(e, "a quoted string is missing");
		return NULL;
	}
	while (*s != '"') {
		if (*s == '\0') {
			(void)err_set(e, "the string has no end");
			return NULL;
		}
		if (*s != '\\') {
			*text++ = *s++;
			continue;
		}
		n = read_escape(s + 1, text++);
		if (n == 0) {
			(void)err_set(e, "unknown escape: %.4s", s);
			return NULL;
		}
		s += 1 + n;
	}
	*text = '\0';
	return s + 1;
}

/* One header line: a name, a colon, a blank; or a fold that says something. */
static bool
is_header_line(const char *s, size_t len, bool first)
{
	size_t i = 0;

	if (!first && (s[0] == ' ' || s[0] == '\t')) {
		while (i < len && (s[i] == ' ' || s[i] == '\t'))
			i++;
		return i < len;
	}
	while (i < len && s[i] > ' ' && s[i] < 0x7f && s[i] != ':')
		i++;
	return i > 0 && i + 1 < len && s[i] == ':' && s[i + 1] == ' ';
}

static int
check_headers(const char *text, struct err *e)
{
	bool first = true;
	size_t n;

	for (;; first = false) {
		n = strcspn(text, "\n");
		if (memchr(text, '\r', n) != NULL)
			return err_set(e, "a header with a CR");
		if (!is_header_line(text, n, first))
			return err_set(e, "not a header: %.*s", (int)n, text);
		if (text[n] == '\0')
			return 0;
		text += n + 1;
	}
}

static int
check_rest(const char *s, long interface, enum answer_kind kind, struct err *e)
{
	char text[ANSWER_LINE_MAX];
	bool with_ok;

	s = read_string(s, text, e);
	if (s == NULL)
		return -1;
	if (kind != ANSWER_ADDHEADER) {
		if (*s != '\0')
			return err_set(e, "text after the string: %.40s", s);
		return text[0] != '\0' ? 0 : err_set(e, "an empty report");
	}
	with_ok = strcmp(s, " OK") == 0;
	if (!with_ok && *s != '\0')
		return err_set(e, "text after the string: %.40s", s);
	if (interface != 0 && with_ok != (interface >= 4))
		return err_set(e, "ADDHEADER %s OK in interface %ld",
		    with_ok ? "with" : "without", interface);
	return check_headers(text, e);
}

static int
check_version(const char *s, struct answer *a, struct err *e)
{
	if (strlen(s) != 1 || s[0] < '1' || s[0] > '9')
		return err_set(e, "not a version: %.40s", s);
	a->version = s[0] - '0';
	return 0;
}

/*
 * Text after OK is only logged. A number there looks like a mixed line, but
 * for the one answer that has it: "OK 12 messages scanned."
 */
static int
check_ok(const char *s, struct err *e)
{
	size_t digits = s[0] != '\0' ? strspn(s + 1, "0123456789") : 0;

	if (*s == '\0' || (digits == 0 && s[1] > ' ') ||
	    (digits > 0 && strcmp(s + 1 + digits, " messages scanned.") == 0))
		return 0;
	return err_set(e, "after OK: %.40s", s);
}

/* The kind whose word starts `s`, and what follows the word. */
static enum answer_kind
find_kind(const char *s, const char **rest_r)
{
	size_t n = strcspn(s, " ");
	int k;

	*rest_r = s + n;
	for (k = 0; k < ANSWER_INFO; k++)
		if (strlen(names[k]) == n && memcmp(names[k], s, n) == 0)
			return (enum answer_kind)k;
	return ANSWER_COUNT;
}

static int
parse_numbered(
    const char *line, long interface, struct answer *a, struct err *e)
{
	const char *rest;

	a->seq = line;
	a->seq_len = strspn(line, "0123456789");
	if (a->seq_len == 0 || line[a->seq_len] != ' ')
		return err_set(e, "starts neither with a number nor with *");
	a->kind = find_kind(line + a->seq_len + 1, &rest);
	if (a->kind == ANSWER_COUNT)
		return err_set(e, "not a response of the protocol");
	if (a->kind == ANSWER_OK)
		return check_ok(rest, e);
	if (a->kind == ANSWER_DISCARD || a->kind == ANSWER_FAILURE) {
		if (*rest == '\0')
			return 0;
		return err_set(e, "text after %s", names[a->kind]);
	}
	if (*rest == '\0')
		return err_set(e, "nothing after %s", names[a->kind]);
	if (a->kind == ANSWER_INTF)
		return check_version(rest + 1, a, e);
	return check_rest(rest + 1, interface, a->kind, e);
}

int
answer_parse(const char *line, size_t len, long interface, struct answer *a_r,
    struct err *e)
{
	*a_r = (struct answer){.kind = ANSWER_INFO, .seq = line};
	if (len + 1 > ANSWER_LINE_MAX)
		return err_set(e, "a line of %zu bytes", len + 1);
	if (check_bytes(line, len, e) == -1)
		return -1;
	if (line[0] != '*')
		return parse_numbered(line, interface, a_r, e);
	if (line[1] != ' ' || line[2] == '\0')
		return err_set(e, "a * without a blank and a text");
	return 0;
}
