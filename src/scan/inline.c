/*
 * Files encoded in the text of a mail, without any field that says so: many
 * programs show them as attachments. uuencode and its base64 form, yEnc,
 * BinHex. Each is found by the line it starts with.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "decode_priv.h"
#include "encoded_word.h"
#include "header_priv.h"
#include "mem.h"
#include "mime_priv.h"

/* A file in a text: from its first line on. */
struct found {
	const unsigned char *text;
	size_t len;      /* to the end of the text */
	size_t line_len; /* of the first line */
	size_t used;     /* how much of the text it was; set by the reader */
};

static bool
starts(const unsigned char *p, size_t len, const char *what)
{
	return len >= strlen(what) && memcmp(p, what, strlen(what)) == 0;
}

/* Hands out a decoded file; `name` is raw. */
static bool
hand_file(struct walk *w, struct message *m, const struct part *part,
    const char *name, size_t name_len)
{
	struct part file = *part;
	struct message inner = *m;
	struct buf text;
	bool more;

	/* A file in a file in a file: each is one level deeper. */
	if (!budget_depth(w->budget, ++inner.depth)) {
		w->stopped = true;
		return false;
	}
	buf_init(&text, NAME_MAX_BYTES);
	encoded_words_decode(NULL, (struct slice){name, name_len}, &text);
	if (text.len > 0 && strlen(text.data) > 0)
		file.name = text.data;
	file.attachment = true;
	more = walk_again(w, &inner, &file);
	m->parts = inner.parts;
	buf_fini(&text);
	return more;
}

/* What stands behind the first `words` words of the first line. */
static const char *
name_of(const struct found *f, unsigned words, size_t *len_r)
{
	size_t at = 0, end = f->line_len;

	for (; words > 0; words--) {
		while (at < end && f->text[at] != ' ')
			at++;
		while (at < end && f->text[at] == ' ')
			at++;
	}
	while (end > at && isspace(f->text[end - 1]))
		end--;
	*len_r = end - at;
	return (const char *)f->text + at;
}

static bool
read_uu(struct walk *w, struct message *m, struct found *f)
{
	const unsigned char *body = f->text + f->line_len;
	size_t len = f->len - f->line_len, used, name_len;
	struct part part = {.len = uu_decode(body, len, NULL, 0, &used)};
	const char *name = name_of(f, 2, &name_len);
	unsigned char *room;
	bool more;

	f->used = f->line_len + used;
	if (part.len == 0)
		return true;
	room = walk_room(w, m, part.len, used);
	if (room == NULL)
		return !w->stopped;
	(void)uu_decode(body, len, room, part.len, &used);
	part.data = room;
	more = hand_file(w, m, &part, name, name_len);
	free(room);
	return more;
}

static bool
read_base64(struct walk *w, struct message *m, struct found *f)
{
	const struct base64_rules rules = {PAD_ENDS_RUN, LINE_IGNORED, false};
	const unsigned char *body = f->text + f->line_len;
	size_t len = f->len - f->line_len, name_len;
	const unsigned char *end = memmem(body, len, "====", 4);
	const char *name = name_of(f, 2, &name_len);
	struct part part = {0};
	unsigned char *room;
	bool more;

	if (end != NULL)
		len = (size_t)(end - body);
	f->used = f->line_len + len;
	room = walk_room(w, m, len, len);
	if (room == NULL)
		return !w->stopped;
	part.len = base64_decode(rules, body, len, room);
	part.data = room;
	more = hand_file(w, m, &part, name, name_len);
	free(room);
	return more;
}

static bool
read_yenc(struct walk *w, struct message *m, struct found *f)
{
	const unsigned char *name =
	    memmem(f->text, f->line_len, " name=", strlen(" name="));
	const unsigned char *end = memmem(f->text, f->len, "\n=yend", 6);
	size_t name_len = 0, len = f->len;
	struct part part = {0};
	unsigned char *room;
	bool more;

	if (end != NULL)
		len = (size_t)(end + 6 - f->text);
	if (name != NULL) {
		name += strlen(" name=");
		name_len = (size_t)(f->text + f->line_len - name);
		while (name_len > 0 && isspace(name[name_len - 1]))
			name_len--;
	}
	room = walk_room(w, m, len, len);
	if (room == NULL)
		return !w->stopped;
	part.len = yenc_decode(f->text, len, room, &f->used);
	part.data = room;
	more = hand_file(
	    w, m, &part, name == NULL ? "" : (const char *)name, name_len);
	free(room);
	return more;
}

static bool
read_binhex(struct walk *w, struct message *m, struct found *f)
{
	size_t size = binhex_decode(f->text, f->len, NULL, 0, &f->used);
	struct binhex_file forks;
	struct part part = {0};
	unsigned char *room;
	bool more = true;

	room = size == 0 ? NULL : walk_room(w, m, size, f->used);
	if (room == NULL)
		return !w->stopped;
	(void)binhex_decode(f->text, f->len, room, size, &f->used);
	if (binhex_forks(room, size, &forks)) {
		part.data = forks.data;
		part.len = forks.data_len;
		more = hand_file(w, m, &part, forks.name, strlen(forks.name));
		part.data = forks.resource;
		part.len = forks.resource_len;
		more = more &&
		       hand_file(w, m, &part, forks.name, strlen(forks.name));
	}
	free(room);
	return more;
}

/* "begin 644 name" */
static bool
is_uu_begin(const struct found *f)
{
	size_t at = strlen("begin "), digits = 0;

	if (!starts(f->text, f->line_len, "begin "))
		return false;
	for (; at < f->line_len && isdigit(f->text[at]); at++)
		digits++;
	return digits >= 3 && digits <= 6 && at < f->line_len &&
	       isspace(f->text[at]);
}

/* Reads the file that starts at this line, if one does. */
static bool
read_line(struct walk *w, struct message *m, struct found *f)
{
	switch (f->text[0]) {
	case 'b':
		if (is_uu_begin(f))
			return read_uu(w, m, f);
		if (starts(f->text, f->line_len, "begin-base64 "))
			return read_base64(w, m, f);
		return true;
	case '=':
		if (starts(f->text, f->line_len, "=ybegin "))
			return read_yenc(w, m, f);
		return true;
	case '(':
		if (starts(f->text, f->line_len,
			"(This file must be converted with BinHex"))
			return read_binhex(w, m, f);
		return true;
	default:
		return true;
	}
}

bool
inline_read(struct walk *w, struct message *m, const struct part *part)
{
	const unsigned char *p = part->data, *end = p + part->len, *next;
	struct found f;

	for (; p < end; p = next) {
		next = memchr(p, '\n', (size_t)(end - p));
		next = next == NULL ? end : next + 1;
		if (*p != 'b' && *p != '=' && *p != '(')
			continue;
		f = (struct found){p, (size_t)(end - p), (size_t)(next - p), 0};
		if (!read_line(w, m, &f))
			return false;
		if (p + f.used > next)
			next = p + f.used;
	}
	return !w->stopped;
}
