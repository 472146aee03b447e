/* The structure of a clean mail: each thing in the one form that is clear. */
#include "clean_priv.h"

#include <string.h>

#include "clean_lines_priv.h"
#include "text.h"

enum { BASE64_STEP = 16 };

enum line_kind { LINE_TEXT, LINE_PART, LINE_CLOSE, LINE_END, LINE_BAD };

/* Where the reading of a part ended. */
struct stop {
	enum line_kind kind;
	unsigned level; /* whose boundary that was */
};

bool
clean_fail(struct clean *c, const char *why)
{
	if (c->why == NULL)
		c->why = why;
	return false;
}

bool
clean_next(struct clean *c)
{
	const char *lf;

	if (c->at == c->end)
		return false;
	lf = memchr(c->at, '\n', (size_t)(c->end - c->at));
	c->line = c->at;
	c->at = lf == NULL ? c->end : lf + 1;
	c->len = (size_t)((lf == NULL ? c->end : lf) - c->line);
	if (c->len > 0 && c->line[c->len - 1] == '\r') {
		c->len--;
		c->any_crlf = true;
	} else {
		c->any_lf = true;
	}
	return true;
}

bool
clean_starts(const struct clean *c, const char *prefix)
{
	size_t n = strlen(prefix);

	return c->len >= n && text_find(c->line, n, prefix) != NULL;
}

/* A boundary that only some programs take for one, behind blanks. */
static bool
is_indented_boundary(const struct clean *c)
{
	size_t i = 0, level, n;

	while (i < c->len && (unsigned char)c->line[i] <= ' ')
		i++;
	if (i == 0 || c->len - i < 2 || c->line[i] != '-' ||
	    c->line[i + 1] != '-')
		return false;
	for (level = 0; level < c->levels; level++) {
		n = c->boundaries[level].len;
		if (c->len - i >= n + 2 &&
		    memcmp(c->line + i + 2, c->boundaries[level].p, n) == 0)
			return true;
	}
	return false;
}

/* Tells boundaries from text; a line that is almost one is not clean. */
static struct stop
classify(struct clean *c)
{
	const struct stop bad = {LINE_BAD, 0};
	unsigned level;
	size_t n;

	if (is_indented_boundary(c)) {
		(void)clean_fail(c, "a boundary behind blanks");
		return bad;
	}
	if (c->len < 2 || c->line[0] != '-' || c->line[1] != '-')
		return (struct stop){LINE_TEXT, 0};
	for (level = 0; level < c->levels; level++) {
		n = c->boundaries[level].len;
		if (c->len < n + 2 ||
		    memcmp(c->line + 2, c->boundaries[level].p, n) != 0)
			continue;
		if (c->len == n + 2)
			return (struct stop){LINE_PART, level};
		if (c->len == n + 4 && memcmp(c->line + n + 2, "--", 2) == 0)
			return (struct stop){LINE_CLOSE, level};
		(void)clean_fail(c, "a line that is almost a boundary");
		return bad;
	}
	return (struct stop){LINE_TEXT, 0};
}

/* Text in which nothing is hidden from programs that guess. */
static bool
check_text(struct clean *c)
{
	const char *cr, *end = c->line + c->len;

	if (c->len > 9 && (c->line[0] | 0x20) == 'c' &&
	    (clean_starts(c, "content-t") || clean_starts(c, "content-d")))
		return clean_fail(c, "a field of a head in a body");
	cr = c->len == 0 ? NULL : memchr(c->line, '\r', c->len);
	c->simple->other |= cr != NULL;
	while (cr != NULL && ++cr < end) {
		if (end - cr >= 2 &&
		    (memcmp(cr, "--", 2) == 0 || (*cr | 0x20) == 'c'))
			return clean_fail(c, "a line ended by CR alone");
		cr = memchr(cr, '\r', (size_t)(end - cr));
	}
	return true;
}

static bool
check_qp(struct clean *c)
{
	const char *p = c->line, *end = c->line + c->len;

	while (p < end && (p = memchr(p, '=', (size_t)(end - p))) != NULL) {
		p++;
		if (p == end)
			return true;
		if (end - p < 2 || strchr("0123456789ABCDEF", p[0]) == NULL ||
		    strchr("0123456789ABCDEF", p[1]) == NULL || *p == '\0' ||
		    p[1] == '\0')
			return clean_fail(c, "broken quoted-printable");
		p += 2;
	}
	return true;
}

/* Not 0 for what is no letter of base64. */
static inline unsigned char
bad_letter(unsigned char c)
{
	return ((unsigned char)((c | 0x20) - 'a') >= 26) &
	       ((unsigned char)(c - '0') >= 10) & (c != '+') & (c != '/');
}

/* Without branches that nobody can predict, and so many letters in one step. */
static bool
is_base64(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + n;
	unsigned char bad = 0;
	size_t i;

	for (; end - p >= BASE64_STEP; p += BASE64_STEP)
		for (i = 0; i < BASE64_STEP; i++)
			bad |= bad_letter(p[i]);
	for (; p < end; p++)
		bad |= bad_letter(*p);
	return bad == 0;
}

/* `done`: an empty or padded line was there, only empty ones may follow. */
static bool
check_base64(struct clean *c, bool *done)
{
	size_t n = c->len;

	if (n == 0) {
		*done = true;
		return true;
	}
	if (n % 4 != 0 || *done)
		return clean_fail(c, "broken base64");
	if (c->line[n - 1] == '=') {
		*done = true;
		n -= c->line[n - 2] == '=' ? 2 : 1;
	}
	return is_base64(c->line, n) || clean_fail(c, "broken base64");
}

/* Reads lines to the next boundary. */
static struct stop
read_lines(struct clean *c, enum clean_encoding encoding)
{
	struct stop stop;
	bool done = false, good;

	while (clean_next(c)) {
		stop = classify(c);
		if (stop.kind != LINE_TEXT)
			return stop;
		if (encoding == CLEAN_BASE64)
			good = check_base64(c, &done);
		else if (encoding == CLEAN_QP)
			good = check_text(c) && check_qp(c);
		else
			good = check_text(c);
		if (!good)
			return (struct stop){LINE_BAD, 0};
	}
	return (struct stop){LINE_END, 0};
}

static bool
push_boundary(struct clean *c, const struct clean_head *head)
{
	size_t i, n;

	for (i = 0; i < c->levels; i++) {
		n = c->boundaries[i].len < head->boundary_len
			? c->boundaries[i].len
			: head->boundary_len;
		if (memcmp(c->boundaries[i].p, head->boundary, n) == 0)
			return clean_fail(
			    c, "a boundary that starts like another");
	}
	if (c->levels == CLEAN_LEVELS_MAX)
		return clean_fail(c, "many levels of parts");
	c->boundaries[c->levels].p = head->boundary;
	c->boundaries[c->levels].len = head->boundary_len;
	c->levels++;
	return true;
}

static struct stop read_part(struct clean *c);

/* Reads a multipart; where its parent goes on. */
static struct stop
read_multipart(struct clean *c, const struct clean_head *head)
{
	struct stop stop = {LINE_BAD, 0};
	unsigned own = c->levels;

	if (!push_boundary(c, head))
		return stop;
	stop = read_lines(c, CLEAN_TEXT);
	while (stop.kind == LINE_PART && stop.level == own)
		stop = read_part(c);
	if (stop.kind != LINE_CLOSE || stop.level != own) {
		(void)clean_fail(c, "a boundary is missing");
		return (struct stop){LINE_BAD, 0};
	}
	stop = read_lines(c, CLEAN_TEXT);
	if (stop.kind != LINE_END && stop.kind != LINE_BAD &&
	    stop.level == own) {
		(void)clean_fail(c, "parts behind the last boundary");
		stop.kind = LINE_BAD;
	}
	c->levels = own;
	return stop;
}

/* Notes a part; where its body ends is not known yet. */
static struct clean_leaf *
add_leaf(struct clean *c, const struct clean_head *head)
{
	struct clean_simple *s = c->simple;
	struct clean_leaf *leaf;

	s->other |= head->is_message || head->intricate ||
		    head->has_disposition || s->n == CLEAN_LEAVES_MAX;
	if (s->other)
		return NULL;
	leaf = &s->leaves[s->n++];
	*leaf = head->leaf;
	leaf->body = c->at;
	return leaf;
}

/*
 * The line end in front of a boundary belongs to that. GMime takes it to be as
 * long as the one behind the boundary, so all must be alike (see clean_check),
 * and where the boundary ends the mail there is none.
 */
static void
end_leaf(const struct clean *c, struct clean_leaf *leaf, struct stop stop)
{
	const char *end = c->line;

	if (stop.kind == LINE_END) {
		leaf->body_len = (size_t)(c->end - leaf->body);
		return;
	}
	if (end > leaf->body && end[-1] == '\n')
		end--;
	if (end > leaf->body && end[-1] == '\r')
		end--;
	c->simple->other |= c->end[-1] != '\n';
	leaf->body_len = (size_t)(end - leaf->body);
}

/* Reads one part, head and body. Levels bound the recursion. */
static struct stop
read_part(struct clean *c)
{
	struct stop stop = {LINE_BAD, 0};
	struct clean_head head;
	struct clean_leaf *leaf;
	unsigned messages = 0;

	c->bulk->parts++;
	do {
		if (!clean_head(c, &head))
			return stop;
		if (++messages > CLEAN_LEVELS_MAX) {
			(void)clean_fail(c, "many levels of messages");
			return stop;
		}
		if (head.type != CLEAN_LEAF &&
		    head.leaf.encoding != CLEAN_TEXT) {
			(void)clean_fail(c, "an encoded structure");
			return stop;
		}
	} while (head.type == CLEAN_MESSAGE);
	c->simple->other |= messages > 1;
	if (head.type == CLEAN_MULTIPART)
		return read_multipart(c, &head);
	leaf = add_leaf(c, &head);
	stop = read_lines(c, head.leaf.encoding);
	if (leaf != NULL)
		end_leaf(c, leaf, stop);
	return stop;
}

const char *
clean_check(const unsigned char *data, size_t len, struct clean_bulk *bulk_r,
    struct clean_simple *simple_r)
{
	struct clean c = {
	    .at = (const char *)data, .bulk = bulk_r, .simple = simple_r};
	bool clean;

	*bulk_r = (struct clean_bulk){0};
	simple_r->n = 0;
	simple_r->other = false;
	c.end = c.at + len;
	clean = len == 0 || read_part(&c).kind == LINE_END;
	simple_r->other |= c.any_crlf && c.any_lf;
	if (!clean || simple_r->other)
		simple_r->n = 0;
	if (clean)
		return NULL;
	return c.why != NULL ? c.why : "parts behind the last boundary";
}
