/* The field of the loop guard: found, read and written. */
#include <inttypes.h>
#include <string.h>
#include <sys/param.h>

#include "loop_guard_priv.h"
#include "text.h"

enum { TOKENS = 4, EXPIRES_DIGITS = 12, STEP = 256 };

#define VERSION "1"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/*
 * Where LF or CR stands, or the end. Step by step: in a text that knows only
 * one of them the other would be searched for to the end in each line.
 */
static size_t
line_end(struct slice text, size_t from)
{
	const char *at, *lf, *cr;
	size_t n;

	for (; from < text.len; from += n) {
		at = text.data + from;
		n = MIN(text.len - from, STEP);
		lf = memchr(at, '\n', n);
		if (lf != NULL)
			n = (size_t)(lf - at);
		cr = memchr(at, '\r', n);
		if (cr != NULL || lf != NULL)
			return (size_t)((cr != NULL ? cr : lf) - text.data);
	}
	return text.len;
}

bool
loop_guard_line(struct slice text, size_t *pos, struct slice *line_r)
{
	size_t start = *pos, end = line_end(text, start);

	*line_r = (struct slice){text.data + start, end - start};
	if (end < text.len && text.data[end] == '\r')
		end++;
	if (end < text.len && text.data[end] == '\n' &&
	    (end == start + line_r->len || text.data[end - 1] == '\r'))
		end++;
	*pos = end;
	return line_r->len > 0;
}

/* The value behind the name and a colon; NULL data for another field. */
static struct slice
loop_guard_value(struct slice line)
{
	const size_t n = sizeof(LOOP_GUARD_NAME) - 1;
	size_t at = n;

	if (line.len <= n || text_find(line.data, n, LOOP_GUARD_NAME) == NULL)
		return (struct slice){0};
	while (at < line.len && is_blank(line.data[at]))
		at++;
	if (at == line.len || line.data[at] != ':')
		return (struct slice){0};
	at++;
	return (struct slice){line.data + at, line.len - at};
}

unsigned
loop_guard_find(struct slice text, struct slice *value_r)
{
	struct slice line, value = {0};
	size_t pos = 0;
	unsigned n = 0;
	bool inside = false; /* of a guard's value */

	*value_r = (struct slice){0};
	while (loop_guard_line(text, &pos, &line)) {
		if (inside && is_blank(line.data[0])) {
			/* Both lines are in one piece of memory. */
			value.len = (size_t)(line.data + line.len - value.data);
			*value_r = value;
			continue;
		}
		value = loop_guard_value(line);
		inside = value.data != NULL;
		if (inside) {
			*value_r = value;
			n++;
		}
	}
	return n;
}

/* The next word; blanks and line ends are between words. */
static struct slice
next_token(struct slice value, size_t *pos)
{
	size_t start;

	while (*pos < value.len && strchr(" \t\r\n", value.data[*pos]) != NULL)
		(*pos)++;
	start = *pos;
	while (*pos < value.len && strchr(" \t\r\n", value.data[*pos]) == NULL)
		(*pos)++;
	return (struct slice){value.data + start, *pos - start};
}

static bool
consists_of(struct slice s, const char *letters)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.data[i] == '\0' || strchr(letters, s.data[i]) == NULL)
			return false;
	return true;
}

static unsigned char
half(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

bool
loop_guard_parse(struct slice value, struct loop_guard_field *f)
{
	static const char hex[] = "0123456789abcdef";
	struct slice t[TOKENS];
	size_t pos = 0, i;

	for (i = 0; i < TOKENS; i++)
		t[i] = next_token(value, &pos);
	if (next_token(value, &pos).len > 0 || t[0].len != 1 ||
	    t[0].data[0] != VERSION[0] || t[1].len == 0 ||
	    t[1].len > EXPIRES_DIGITS || !consists_of(t[1], "0123456789") ||
	    t[2].len != LOOP_GUARD_NONCE_LEN || !consists_of(t[2], hex) ||
	    t[3].len != LOOP_GUARD_CODE_LEN || !consists_of(t[3], hex))
		return false;
	*f = (struct loop_guard_field){0};
	for (i = 0; i < t[1].len; i++)
		f->expires_s = f->expires_s * 10 + (t[1].data[i] - '0');
	memcpy(f->nonce, t[2].data, LOOP_GUARD_NONCE_LEN);
	for (i = 0; i < SIGN_MAC_SIZE; i++)
		f->code[i] = (unsigned char)(half(t[3].data[2 * i]) << 4 |
					     half(t[3].data[2 * i + 1]));
	return true;
}

void
loop_guard_write(const struct loop_guard_field *f, struct buf *out)
{
	size_t i;

	(void)buf_addf(out, "%s: %s %" PRId64 " %s\n ", LOOP_GUARD_NAME,
	    VERSION, f->expires_s, f->nonce);
	for (i = 0; i < SIGN_MAC_SIZE; i++)
		(void)buf_addf(out, "%02x", (unsigned)f->code[i]);
	(void)buf_addc(out, '\n');
}
