/*
 * Lenient heads. The lines are split at LF and at a bare CR; blanks and
 * controls in front of a field do not hide it; a line that is no field ends
 * the head for some programs and is skipped by others. So the reader goes on
 * behind the first end it meets, and notes each place a body may start.
 */
#include "header_priv.h"

#include <string.h>

#include "encoded_word.h"
#include "text.h"

enum {
	JUNK_LINES_MAX = 3, /* looked over for more fields */
	FIELD_NAME_MAX = 76
};

size_t
header_line_end(
    const unsigned char *data, size_t from, size_t end, size_t *next_r)
{
	size_t at = from;

	while (at < end && data[at] != '\n' && data[at] != '\r')
		at++;
	*next_r = at < end ? at + 1 : end;
	if (at + 1 < end && data[at] == '\r' && data[at + 1] == '\n')
		*next_r = at + 2;
	return at;
}

static bool
is_blank_char(unsigned char c)
{
	return c <= ' ' || c == 0x7f;
}

static bool
has_prefix(struct span s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && text_find(s.p, n, prefix) != NULL;
}

enum field_kind
header_field_kind(const char *name, size_t len)
{
	struct span s = {name, len};

	if (len == strlen("Content-Type") && has_prefix(s, "content-type"))
		return FIELD_TYPE;
	if (has_prefix(s, "content-disposition") &&
	    len == strlen("Content-Disposition"))
		return FIELD_DISPOSITION;
	if (has_prefix(s, "content-transfer-encoding") &&
	    len == strlen("Content-Transfer-Encoding"))
		return FIELD_ENCODING;
	return FIELD_OTHER;
}

bool
header_may_name(struct span value)
{
	return value.len > 0 &&
	       (memchr(value.p, '(', value.len) != NULL ||
		   memchr(value.p, '\\', value.len) != NULL ||
		   text_find(value.p, value.len, "name") != NULL);
}

/* The kind by the start of a line, also where the colon is missing. */
static enum field_kind
content_kind(struct span line, size_t *name_len_r)
{
	static const struct {
		const char *name;
		enum field_kind kind;
	} known[] = {
	    {"content-type", FIELD_TYPE},
	    {"content-transfer-encoding", FIELD_ENCODING},
	    {"content-disposition", FIELD_DISPOSITION},
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		*name_len_r = strlen(known[i].name);
		if (has_prefix(line, known[i].name))
			return known[i].kind;
	}
	return FIELD_OTHER;
}

/* True for "Name: ..." with blanks allowed in front of the colon. */
static bool
is_field(struct span line)
{
	size_t i = 0;

	while (i < line.len && i < FIELD_NAME_MAX && line.p[i] > ' ' &&
	       line.p[i] != ':' && line.p[i] != 0x7f)
		i++;
	if (i == 0)
		return false;
	while (i < line.len && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i < line.len && line.p[i] == ':';
}

/* The end of a field's value: lines by LF, with those folded to it. */
static size_t
value_end(const unsigned char *data, size_t from, size_t end)
{
	const unsigned char *lf;
	size_t limit =
	    end - from > HEADER_VALUE_MAX ? from + HEADER_VALUE_MAX : end;

	for (;;) {
		lf = memchr(data + from, '\n', limit - from);
		if (lf == NULL)
			return limit;
		from = (size_t)(lf - data) + 1;
		if (from >= limit || (data[from] != ' ' && data[from] != '\t'))
			return from - 1;
	}
}

static void
add_field(struct header *h, enum field_kind kind, const unsigned char *data,
    size_t from, size_t end)
{
	size_t stop;

	if (h->n >= HEADER_FIELDS_MAX)
		return;
	while (from < end && data[from] != '\n' &&
	       (data[from] == ':' || is_blank_char(data[from])))
		from++;
	stop = value_end(data, from, end);
	h->fields[h->n++] =
	    (struct field){kind, {(const char *)data + from, stop - from}};
}

static void
add_body(struct header *h, size_t at)
{
	if (h->n_bodies > 0 && h->bodies[h->n_bodies - 1] == at)
		return;
	if (h->n_bodies < HEADER_BODIES_MAX)
		h->bodies[h->n_bodies++] = at;
}

/* Fields that let a line behind a blank one be the head of a message. */
static bool
starts_head(struct span line)
{
	static const char *const names[] = {"content-",
	    "from:", "to:", "subject:", "date:", "received:", "mime-version:",
	    "return-path:", "message-id:", "x-"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (has_prefix(line, names[i]))
			return is_field(line) || i == 0;
	return false;
}

struct scan {
	const unsigned char *data;
	size_t end;
	struct header *header;
	unsigned fields, junk, blanks;
	bool open; /* the last line belongs to the head */
};

/* Takes one line; false when no program would read on in this head. */
static bool
take_line(struct scan *s, size_t from, size_t stop, size_t next)
{
	size_t start = from, name_len;
	enum field_kind kind;
	struct span line;

	while (start < stop && is_blank_char(s->data[start]))
		start++;
	line = (struct span){(const char *)s->data + start, stop - start};
	kind = content_kind(line, &name_len);
	if (line.len == 0) {
		if (s->blanks == 0)
			s->header->after_blank = s->header->n_bodies;
		add_body(s->header, next);
		s->open = false;
		return ++s->blanks <= JUNK_LINES_MAX + 1;
	}
	if (kind != FIELD_OTHER)
		add_field(s->header, kind, s->data, start + name_len, s->end);
	if (kind != FIELD_OTHER || (s->open && is_field(line)) ||
	    starts_head(line)) {
		s->fields++;
		s->open = true;
		return true;
	}
	if (start > from && s->open && s->fields > 0)
		return true; /* folded to the line before */
	if (s->open || s->fields == 0)
		add_body(s->header, from);
	return ++s->junk <= JUNK_LINES_MAX;
}

void
header_read(
    const unsigned char *data, size_t from, size_t end, struct header *header_r)
{
	struct scan s = {
	    .data = data, .end = end, .header = header_r, .open = true};
	size_t stop, next, lines;

	*header_r = (struct header){0};
	for (lines = 0; from < end && lines < HEADER_LINES_MAX; lines++) {
		stop = header_line_end(data, from, end, &next);
		if (!take_line(&s, from, stop, next))
			break;
		from = next;
	}
	if (header_r->n_bodies == 0)
		add_body(header_r, from);
}

/* Leaves out what programs disagree about whether it counts. */
static void
strip(const char *in, size_t len, char *dst, size_t size)
{
	size_t i, n = 0, depth = 0;
	unsigned char c;

	for (i = 0; i < len && n + 1 < size; i++) {
		c = (unsigned char)in[i];
		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (depth == 0 && !is_blank_char(c) && c != '"' &&
			 c != '\\')
			dst[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	dst[n] = '\0';
}

void
header_plain(struct span value, char *dst, size_t size)
{
	struct buf words;

	if (value.len < 2 || text_find(value.p, value.len, "=?") == NULL) {
		strip(value.p, value.len, dst, size);
		return;
	}
	buf_init(&words, HEADER_VALUE_MAX);
	encoded_words_decode(NULL, (struct slice){value.p, value.len}, &words);
	strip(words.data, words.len, dst, size);
	buf_fini(&words);
}
