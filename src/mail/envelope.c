/*
 * The envelope. One walk over its lines with memchr; every line is looked at
 * on its own, so that no line can spoil another, and recipients are counted
 * but not stored.
 */
#include "envelope.h"

#include <string.h>

/* A line with what is left of it to be read. */
struct rest {
	const char *at, *end;
};

/* The line at `data` without its line end; *next_r is behind the line end. */
static struct slice
line_at(const char *data, size_t len, size_t *next_r)
{
	const char *nl = memchr(data, '\n', len);
	struct slice line = {data, nl != NULL ? (size_t)(nl - data) : len};

	*next_r = nl != NULL ? line.len + 1 : len;
	if (line.len > 0 && data[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool
is_envelope_line(const char *data, size_t len)
{
	return len >= 2 && data[0] >= 'A' && data[0] <= 'Z' && data[1] == ' ';
}

static void
skip_blanks(struct rest *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
		r->at++;
}

/* The next word up to a blank; empty at the end. */
static struct slice
take_word(struct rest *r)
{
	struct slice word;

	skip_blanks(r);
	word.data = r->at;
	while (r->at < r->end && *r->at != ' ' && *r->at != '\t')
		r->at++;
	word.len = (size_t)(r->at - word.data);
	return word;
}

/*
 * The place of the `>` that ends an address: the first one outside of quotes,
 * or the first one at all when the quotes make no sense; NULL without any.
 */
static const char *
address_end(const char *s, const char *end)
{
	bool quoted = false;
	const char *p, *first = NULL;

	for (p = s; p < end; p++) {
		if (*p == '>' && first == NULL)
			first = p;
		if (*p == '>' && !quoted)
			return p;
		if (*p == '"')
			quoted = !quoted;
		else if (*p == '\\' && p + 1 < end && quoted)
			p++;
	}
	return first;
}

/* Takes the next <address>; false when there is none. */
static bool
take_address(struct rest *r, struct slice *address_r)
{
	const char *s = memchr(r->at, '<', (size_t)(r->end - r->at));
	const char *end = s != NULL ? address_end(s + 1, r->end) : NULL;

	if (end == NULL)
		return false;
	*address_r = (struct slice){s + 1, (size_t)(end - s - 1)};
	r->at = end + 1;
	return true;
}

/* Takes [text] when it comes next; false when it does not. */
static bool
take_bracketed(struct rest *r, struct slice *text_r)
{
	const char *end;

	skip_blanks(r);
	if (r->at == r->end || *r->at != '[')
		return false;
	end = memchr(r->at, ']', (size_t)(r->end - r->at));
	if (end == NULL)
		return false;
	*text_r = (struct slice){r->at + 1, (size_t)(end - r->at - 1)};
	r->at = end + 1;
	return true;
}

static bool
read_sender(struct envelope *e, struct rest r)
{
	if (e->has_sender)
		return false;
	e->has_sender = take_address(&r, &e->sender);
	return e->has_sender;
}

/* Optional <account>, a tag, [ip]; any of them may be missing. */
static bool
read_source(struct envelope *e, struct rest r)
{
	if (e->source.len > 0 || e->ip.len > 0 || e->account.len > 0)
		return false;
	skip_blanks(&r);
	if (r.at < r.end && *r.at == '<')
		(void)take_address(&r, &e->account);
	if (!take_bracketed(&r, &e->ip)) {
		e->source = take_word(&r);
		(void)take_bracketed(&r, &e->ip);
	}
	return e->source.len > 0 || e->ip.len > 0 || e->account.len > 0;
}

static bool
read_domain(struct envelope *e, struct rest r)
{
	if (e->domain.len > 0 || e->local_ip.len > 0)
		return false;
	if (!take_bracketed(&r, &e->local_ip)) {
		e->domain = take_word(&r);
		(void)take_bracketed(&r, &e->local_ip);
	}
	return e->domain.len > 0 || e->local_ip.len > 0;
}

static bool
read_options(struct envelope *e, struct rest r)
{
	if (e->options.len > 0)
		return false;
	e->options = take_word(&r);
	return e->options.len > 0;
}

static bool
read_line(struct envelope *e, struct slice line)
{
	struct rest r = {line.data + 2, line.data + line.len};
	struct slice address;

	if (!is_envelope_line(line.data, line.len))
		return false;
	switch (line.data[0]) {
	case 'P':
		return read_sender(e, r);
	case 'R':
		if (!take_address(&r, &address))
			return false;
		e->recipients++;
		return true;
	case 'S':
		return read_source(e, r);
	case 'A':
		return read_domain(e, r);
	case 'O':
		return read_options(e, r);
	default:
		return false;
	}
}

size_t
envelope_parse(const char *data, size_t len, struct envelope *envelope_r)
{
	struct envelope e = {.bytes = {data, 0}};
	struct slice line;
	size_t pos = 0, step;

	if (!is_envelope_line(data, len)) {
		*envelope_r = e;
		return 0;
	}
	while (pos < len && !e.ended) {
		line = line_at(data + pos, len - pos, &step);
		pos += step;
		if (line.len == 0)
			e.ended = true;
		else if (!read_line(&e, line))
			e.skipped++;
	}
	e.bytes.len = pos;
	*envelope_r = e;
	return pos;
}

bool
envelope_next_recipient(
    const struct envelope *envelope, size_t *pos, struct slice *address_r)
{
	const struct slice *all = &envelope->bytes;
	struct slice line;
	struct rest r;
	size_t step;

	while (*pos < all->len) {
		line = line_at(all->data + *pos, all->len - *pos, &step);
		*pos += step;
		if (!is_envelope_line(line.data, line.len) ||
		    line.data[0] != 'R')
			continue;
		r = (struct rest){line.data + 2, line.data + line.len};
		if (take_address(&r, address_r))
			return true;
	}
	return false;
}
