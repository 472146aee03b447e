/*
 * Content rules. Every text becomes UTF-8 in one form; a sieve tells which
 * patterns can match in it at all, and only those are tried.
 */
#include "content_priv.h"

#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "clock.h"
#include "field_priv.h"
#include "fold.h"
#include "html_priv.h"
#include "log.h"
#include "mailtext.h"
#include "mem.h"
#include "needles.h"
#include "pattern.h"
#include "text.h"

enum {
	TEXT_LOOK = 4096, /* bytes that tell text from other content */
	CLOCK_EVERY = 256 /* patterns */
};

struct content_rules {
	const struct config *config;
	struct findings *findings;
	struct pattern_room *room;
	bool *hit;    /* by rule: its needle is in the present text */
	bool *done;   /* it has matched */
	bool *warned; /* it was too costly */
	bool ascii;   /* the present text is nothing else */
	bool any_header;
	bool told_limit;
	uint64_t deadline_ms;
	size_t total;
	struct buf raw, plain, folded;
};

/* A text to look at, and what it is. */
struct piece {
	unsigned place;    /* one of enum content_place, or 0 */
	const char *field; /* name of the field, or NULL */
	const char *where;
};

struct content_rules *
content_rules_new(const struct config *config, struct findings *findings)
{
	struct content_rules *c;
	size_t n = config->content_n, i;

	if (n == 0)
		return NULL;
	c = mem_zalloc(1, sizeof(*c));
	c->config = config;
	c->findings = findings;
	c->room = pattern_room_new();
	c->hit = mem_zalloc(n, sizeof(*c->hit));
	c->done = mem_zalloc(n, sizeof(*c->done));
	c->warned = mem_zalloc(n, sizeof(*c->warned));
	c->deadline_ms = clock_mono_ms() + config->limits_scan_time;
	for (i = 0; i < n; i++)
		c->any_header |=
		    (config->content[i].places & CONTENT_HEADER) != 0;
	buf_init(&c->raw, CONTENT_TEXT_MAX);
	buf_init(&c->plain, CONTENT_TEXT_MAX);
	buf_init(&c->folded, 2 * CONTENT_TEXT_MAX);
	return c;
}

void
content_rules_free(struct content_rules **content)
{
	struct content_rules *c = *content;

	if (c == NULL)
		return;
	buf_fini(&c->raw);
	buf_fini(&c->plain);
	buf_fini(&c->folded);
	pattern_room_free(&c->room);
	free(c->hit);
	free(c->done);
	free(c->warned);
	free(c);
	*content = NULL;
}

bool
content_rules_want_members(const struct content_rules *c)
{
	size_t i;

	for (i = 0; c != NULL && i < c->config->content_n; i++)
		if (c->config->content[i].places & CONTENT_ATTACHMENT)
			return true;
	return false;
}

static void
tell_limit(struct content_rules *c, const char *where)
{
	if (!c->told_limit)
		findings_add(c->findings, CLASS_limits, "content rules", where);
	c->told_limit = true;
}

static bool
is_for(const struct content_rule *r, const struct piece *piece)
{
	return (r->places & piece->place) != 0 ||
	       (piece->field != NULL && (r->places & CONTENT_HEADER) != 0 &&
		   text_glob_list(r->fields, piece->field));
}

/* Tries one rule on the text. */
static void
try_rule(struct content_rules *c, size_t i, const struct piece *piece)
{
	const struct content_rule *r = &c->config->content[i];
	const struct pattern_text text = {
	    c->folded.data, c->folded.len, c->ascii};

	switch (pattern_match(r->pattern, c->room, &text)) {
	case PATTERN_ABSENT:
		break;
	case PATTERN_FOUND:
		c->done[i] = true;
		findings_add_rule(
		    c->findings, &(struct finding){.class = r->class,
				     .name = r->name,
				     .where = (char *)(uintptr_t)piece->where,
				     .action = r->action});
		break;
	case PATTERN_COSTLY:
		if (!c->warned[i])
			log_warn("[content %s]: matching costs too much in "
				 "%s; this counts as no match.",
			    r->name, piece->where);
		c->warned[i] = true;
		break;
	}
}

/* Tries all rules on the text in c->folded. */
static void
look(struct content_rules *c, const struct piece *piece)
{
	size_t n = c->config->content_n, i, tried = 0;

	c->total += c->folded.len;
	if (c->folded.cut || c->total > CONTENT_TOTAL_MAX)
		tell_limit(c, piece->where);
	if (c->total > CONTENT_TOTAL_MAX)
		return;
	memset(c->hit, 0, n * sizeof(*c->hit));
	c->ascii = needles_look(
	    c->config->needles, c->folded.data, c->folded.len, c->hit);
	for (i = 0; i < n; i++) {
		if (!c->hit[i] || c->done[i] ||
		    !is_for(&c->config->content[i], piece))
			continue;
		if (tried++ % CLOCK_EVERY == 0 &&
		    clock_mono_ms() >= c->deadline_ms) {
			tell_limit(c, piece->where);
			return;
		}
		try_rule(c, i, piece);
	}
}

/* Brings a text into the one form and tries the rules on it. */
static void
look_at_text(
    struct content_rules *c, const struct buf *text, struct piece *piece)
{
	buf_reset(&c->folded);
	fold_text(text->data, text->len, &c->folded);
	c->folded.cut |= text->cut;
	look(c, piece);
}

static void
look_at_bytes(struct content_rules *c, struct slice bytes, struct piece *piece)
{
	buf_reset(&c->raw);
	charset_to_utf8(NULL, bytes.data, bytes.len, &c->raw);
	look_at_text(c, &c->raw, piece);
}

static unsigned
place_of(const struct field *f)
{
	if (field_is(f, "Subject"))
		return CONTENT_SUBJECT;
	if (field_is(f, "From") || field_is(f, "Sender"))
		return CONTENT_FROM;
	if (field_is(f, "To") || field_is(f, "Cc"))
		return CONTENT_TO;
	return 0;
}

static void
look_at_field(struct content_rules *c, const struct field *f)
{
	struct piece piece = {.place = place_of(f)};
	char *name, *where;

	if (piece.place == 0 && !c->any_header)
		return;
	name = mem_strndup(f->name.data, f->name.len);
	where = mem_printf("mail/%s", name);
	piece.field = name;
	piece.where = where;
	buf_reset(&c->raw);
	mailtext_decode(f->raw, &c->raw);
	look_at_text(c, &c->raw, &piece);
	free(where);
	free(name);
}

/* All recipients are one text, a line each. */
static void
look_at_recipients(struct content_rules *c, const struct envelope *envelope)
{
	struct piece piece = {CONTENT_TO, NULL, "envelope"};
	struct slice address;
	size_t pos = 0;

	buf_reset(&c->plain);
	while (envelope_next_recipient(envelope, &pos, &address) &&
	       buf_add(&c->plain, address.data, address.len) == 0)
		(void)buf_addc(&c->plain, '\n');
	if (c->plain.cut)
		tell_limit(c, piece.where);
	look_at_bytes(c, (struct slice){c->plain.data, c->plain.len}, &piece);
}

void
content_rules_on_header(struct content_rules *c, const struct message *m)
{
	struct piece sender = {CONTENT_FROM, NULL, "envelope"};
	struct field field;
	size_t pos = 0;

	if (m->envelope.sender.len > 0)
		look_at_bytes(c, m->envelope.sender, &sender);
	if (m->envelope.recipients > 0)
		look_at_recipients(c, &m->envelope);
	while (field_next(m->bare, &pos, &field))
		look_at_field(c, &field);
	if (pos == FIELDS_MAX && m->bare.len > FIELDS_MAX)
		tell_limit(c, "mail");
}

/* Content without control characters is text, whatever it is called. */
static bool
is_text(const struct part *part)
{
	size_t n = part->len < TEXT_LOOK ? part->len : TEXT_LOOK, i;
	const unsigned char *s = part->data;

	if (part->type != NULL && text_starts(part->type, "text/"))
		return true;
	if (n >= 2 &&
	    (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0))
		return true;
	for (i = 0; i < n; i++)
		if (s[i] < ' ' &&
		    (s[i] == '\0' || strchr("\t\n\v\f\r\b\033", s[i]) == NULL))
			break;
	if (i < n && s[i] == '\0')
		return text_starts(charset_guess(s, n), "UTF-16");
	return n > 0 && i == n && memcmp(s, "%PDF", n < 4 ? n : 4) != 0;
}

static bool
is_markup(const struct part *part, const struct buf *text)
{
	const char *type = part->type;

	if (type != NULL && text_same(type, "text/plain") && !part->attachment)
		return false;
	if (type != NULL && (text_find(type, strlen(type), "html") != NULL ||
				text_find(type, strlen(type), "xml") != NULL))
		return true;
	return html_is(text->data, text->len);
}

/* Line ends are "\n", so that $ means the same everywhere. */
static void
drop_returns(struct buf *text)
{
	char *from = memchr(text->data, '\r', text->len), *to = from;
	const char *end = text->data + text->len;

	if (from == NULL)
		return;
	for (; from < end; from++)
		if (*from != '\r' || from + 1 == end || from[1] != '\n')
			*to++ = *from;
	*to = '\0';
	text->len = (size_t)(to - text->data);
}

/* The part's text as UTF-8 in c->raw. */
static void
read_text(struct content_rules *c, const struct part *part)
{
	const char *charset = part->charset;
	char own[CHARSET_NAME_MAX];
	size_t len = part->len;

	if (charset == NULL &&
	    html_charset((const char *)part->data, part->len, own, sizeof(own)))
		charset = own;
	if (len > CONTENT_TEXT_MAX)
		len = CONTENT_TEXT_MAX;
	buf_reset(&c->raw);
	charset_to_utf8(charset, part->data, len, &c->raw);
	c->raw.cut |= len < part->len;
}

void
content_rules_on_part(struct content_rules *c, const struct part *part)
{
	struct piece piece = {.where = part->where};

	if (part->len == 0 || c->total > CONTENT_TOTAL_MAX || !is_text(part))
		return;
	piece.place = part->attachment ? CONTENT_ATTACHMENT : CONTENT_BODY;
	read_text(c, part);
	if (!is_markup(part, &c->raw)) {
		drop_returns(&c->raw);
		look_at_text(c, &c->raw, &piece);
		return;
	}
	buf_reset(&c->plain);
	html_text(c->raw.data, c->raw.len, &c->plain);
	c->plain.cut |= c->raw.cut;
	look_at_text(c, &c->plain, &piece);
}
