/*
 * One body, all encodings. A first look finds out which of the broken forms
 * are there at all, so that only rules that could make a difference are
 * tried; what they yield is handed out when nobody has seen it yet.
 */
#include <stdlib.h>
#include <string.h>

#include "decode_priv.h"
#include "mem.h"
#include "salvage_priv.h"
#include "text.h"

enum {
	RUNS_MAX = 8,        /* padded pieces that are decoded one by one */
	STARTS_MAX = 3,      /* first lines that may be junk */
	GUESS_MIN = 16,      /* characters that base64 needs to be guessed */
	GUESS_QP_MIN = 3,    /* escapes that quoted-printable needs */
	HEAD_LOOK = 8 * 1024 /* where a nested mail tells its type */
};

bool
salvage_is_file(const unsigned char *data, size_t len)
{
	static const struct {
		const char *start;
		size_t len;
	} starts[] = {{"PK\3\4", 4}, {"PK\5\6", 4}, {"MZ", 2}, {"%PDF", 4},
	    {"\320\317\021\340", 4}, {"Rar!", 4}, {"7z\274\257", 4},
	    {"\037\213\b", 3}, {"BZh", 3}, {"MSCF", 4}, {"{\\rtf", 5},
	    {"\177ELF", 4}, {"ITSF", 4}, {"\3757zXZ", 5}, {"GIF8", 4},
	    {"\211PNG", 4}, {"\377\330\377", 3}, {"!<arch>", 7},
	    {"X5O!P%@AP", 9}};
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (len >= START_LEN &&
		    memcmp(data, starts[i].start, starts[i].len) == 0)
			return true;
	return false;
}

/* True when there are heads of parts in the text. */
static bool
has_heads(const unsigned char *data, size_t len)
{
	const char *text = (const char *)data;
	size_t n = len < HEAD_LOOK ? len : HEAD_LOOK;

	return text_find(text, n, "content-type:") != NULL ||
	       text_find(text, n, "content-transfer-encoding:") != NULL;
}

/* True when decoded bytes start like a mail or like the parts of one. */
static bool
is_mail(const unsigned char *data, size_t len)
{
	size_t at = 0;

	while (at < len && data[at] <= ' ')
		at++;
	if (len - at > 2 && data[at] == '-' && data[at + 1] == '-')
		return has_heads(data, len);
	while (at < len && data[at] > ' ' && data[at] != ':')
		at++;
	return at < len && data[at] == ':' && has_heads(data, len);
}

/* Says that the readings differ, when this one has something to hide. */
static void
check_hidden(
    struct walk *w, const struct salvage_body *b, const struct part *part)
{
	size_t n = part->len < START_LEN ? part->len : START_LEN;
	bool named = part->name != NULL && !seen_has(w->seen, SEEN_NAME,
					       part->name, strlen(part->name));
	char *name;

	if (b->m->told_ambiguous ||
	    (!named && !salvage_is_file(part->data, part->len)) ||
	    seen_has(w->seen, SEEN_START, part->data, n))
		return;
	b->m->told_ambiguous = true;
	name = mem_printf("%s: only some programs see a file in it", b->why);
	walk_fact(w, CLASS_ambiguous, name, b->m->place);
	free(name);
}

static bool
hand(struct walk *w, struct salvage_body *b, const unsigned char *data,
    size_t len, bool decoded)
{
	struct part part = {.kind = PART_SALVAGE,
	    .data = data,
	    .len = len,
	    .type = b->type,
	    .attachment = b->attachment};
	bool fresh = !seen_has(w->seen, SEEN_CONTENT, data, len);

	walk_names(&part, b->names);
	if (len == 0 || (!fresh && part.name == NULL))
		return !w->stopped;
	if (fresh)
		check_hidden(w, b, &part);
	if (!walk_again(w, b->m, &part))
		return false;
	if (decoded && fresh && is_mail(data, len))
		return mime_read_nested(w, b->m, data, len);
	return true;
}

static bool
base64_once(struct walk *w, struct salvage_body *b, struct base64_rules rules,
    size_t from, unsigned char *room)
{
	size_t n;

	if (!walk_work(w, b->m, b->len - from))
		return !w->stopped;
	n = base64_decode(rules, b->data + from, b->len - from, room);
	return hand(w, b, room, n, true);
}

/*
 * The rules that can make a difference to what was seen. No program is odd in
 * every respect, so they are varied one after the other; only the two common
 * ways to go on behind padding are combined with the ways to read lines.
 */
static bool
base64_rules(struct walk *w, struct salvage_body *b,
    const struct base64_look *look, unsigned char *room)
{
	static const struct base64_rules all[] = {
	    {PAD_STOPS, LINE_IGNORED, false},
	    {PAD_NOTHING, LINE_IGNORED, false},
	    {PAD_ENDS_RUN, LINE_IGNORED, false},
	    {PAD_IS_ZERO, LINE_IGNORED, false},
	    {PAD_IN_GROUP, LINE_IGNORED, false},
	    {PAD_SHORTENS, LINE_IGNORED, false},
	    {PAD_STOPS, LINE_CUT, false},
	    {PAD_STOPS, LINE_ALONE, false},
	    {PAD_STOPS, LINE_ENDS, false},
	    {PAD_ENDS_RUN, LINE_CUT, false},
	    {PAD_ENDS_RUN, LINE_ALONE, false},
	    {PAD_ENDS_RUN, LINE_ENDS, false},
	    {PAD_STOPS, LINE_IGNORED, true},
	    {PAD_ENDS_RUN, LINE_IGNORED, true},
	};
	const struct base64_rules *r = all;

	for (; r < all + sizeof(all) / sizeof(all[0]); r++) {
		if ((b->brief && r->pad != PAD_STOPS &&
			r->pad != PAD_ENDS_RUN) ||
		    (b->brief && r->line > LINE_CUT) ||
		    (r->pad != PAD_STOPS && !look->pad_inside) ||
		    (r->line == LINE_CUT && look->junk == 0) ||
		    (r->line > LINE_CUT && !look->odd_lines) ||
		    (r->url && !look->url))
			continue;
		if (!base64_once(w, b, *r, 0, room))
			return false;
	}
	return true;
}

/* The pieces that padding ends, each by itself. */
static bool
base64_runs(struct walk *w, struct salvage_body *b, unsigned char *room)
{
	const struct base64_rules r = {PAD_STOPS, LINE_IGNORED, false};
	const unsigned char *pad;
	size_t at = 0, n;

	for (n = 0; n <= RUNS_MAX && at < b->len; n++) {
		if (n > 0 && !base64_once(w, b, r, at, room))
			return false;
		pad = memchr(b->data + at, '=', b->len - at);
		if (pad == NULL)
			break;
		for (at = (size_t)(pad - b->data); at < b->len; at++)
			if (b->data[at] != '=' && b->data[at] > ' ')
				break;
	}
	return true;
}

/* True when groups do not fill the line: then it moves what follows. */
static bool
is_odd_line(const unsigned char *line, size_t len)
{
	struct base64_look look;

	base64_look(line, len, &look);
	return len == 0 || len % 4 != 0 || look.alphabet < len;
}

/* First lines may be junk: the decoding starts again behind them. */
static bool
base64_starts(struct walk *w, struct salvage_body *b, unsigned char *room)
{
	const struct base64_rules stops = {PAD_STOPS, LINE_IGNORED, false};
	const struct base64_rules goes_on = {PAD_ENDS_RUN, LINE_IGNORED, false};
	size_t at = 0, n, end, next;

	for (n = 0; n < STARTS_MAX && at < b->len; n++, at = next) {
		end = header_line_end(b->data, at, b->len, &next);
		if (is_odd_line(b->data + at, end - at) &&
		    (!base64_once(w, b, stops, next, room) ||
			!base64_once(w, b, goes_on, next, room)))
			return false;
	}
	return true;
}

/* Some programs stop at the first empty line. */
static bool
base64_paragraph(struct walk *w, struct salvage_body *b, unsigned char *room)
{
	const struct base64_rules r = {PAD_STOPS, LINE_IGNORED, false};
	struct salvage_body first = *b;
	size_t at = 0, end, next;

	while (at < b->len && b->data[at] <= ' ')
		at++;
	for (; at < b->len; at = next) {
		end = header_line_end(b->data, at, b->len, &next);
		if (end == at)
			break;
	}
	if (at >= b->len)
		return true;
	first.len = at;
	return base64_once(w, &first, r, 0, room);
}

/* Nothing but groups: text in a natural language has blanks. */
static bool
is_base64_like(const struct base64_look *look)
{
	return look->alphabet >= GUESS_MIN &&
	       look->blanks * 20 <= look->alphabet &&
	       look->junk * 20 <= look->alphabet;
}

static bool
try_base64(struct walk *w, struct salvage_body *b, unsigned char *room)
{
	const struct part text = {.data = b->data, .len = b->len};
	struct base64_look look;
	bool alike;

	base64_look(b->data, b->len, &look);
	alike = is_base64_like(&look);
	/* The encoded text itself is of no interest. */
	if (b->raw && (!alike || salvage_is_file(b->data, b->len)) &&
	    !hand(w, b, b->data, b->len, false))
		return false;
	if (b->text && !inline_read(w, b->m, &text))
		return false;
	if (!b->says_base64) {
		if (!b->guess || !alike || has_heads(b->data, b->len))
			return true;
		b->guessed = true;
	}
	if (!base64_rules(w, b, &look, room))
		return false;
	if (b->brief)
		return true;
	if (look.pad_inside && !base64_runs(w, b, room))
		return false;
	if (!base64_paragraph(w, b, room))
		return false;
	return (!look.odd_lines && look.junk == 0 && !look.pad_inside) ||
	       base64_starts(w, b, room);
}

static bool
try_qp(struct walk *w, struct salvage_body *b, unsigned char *room)
{
	struct qp_look look;
	struct qp_rules r;
	int bad, lower;
	size_t n;

	qp_look(b->data, b->len, &look);
	if (!b->says_qp && (!b->guess || look.escapes < GUESS_QP_MIN ||
			       look.bad * 4 > look.escapes + look.breaks ||
			       has_heads(b->data, b->len)))
		return true;
	for (lower = 0; lower < LOWER_COUNT; lower++) {
		if (lower == DIGIT_IS_DROPPED ? look.bad == 0
					      : lower > 0 && !look.lower)
			continue;
		for (bad = 0; bad < BAD_COUNT; bad++) {
			if (bad > 0 &&
			    (b->brief || (look.bad == 0 && lower == 0)))
				break;
			if (!walk_work(w, b->m, b->len))
				return !w->stopped;
			r.bad = (enum qp_bad)bad;
			r.lower = (enum qp_lower)lower;
			n = qp_decode(r, b->data, b->len, room);
			if (!hand(w, b, room, n, true))
				return false;
		}
	}
	return true;
}

/* uuencode without the line that begins it. */
static bool
try_uu(struct walk *w, struct salvage_body *b)
{
	const unsigned char *data = b->data;
	size_t len = b->len, used, size;
	unsigned char *room;
	bool more;

	while (len > 0 && *data <= ' ') {
		data++;
		len--;
	}
	if (!b->says_uu || !walk_work(w, b->m, 2 * len))
		return !w->stopped;
	size = uu_decode(data, len, NULL, 0, &used);
	room = size == 0 ? NULL : walk_room(w, b->m, size, used);
	if (room == NULL)
		return !w->stopped;
	(void)uu_decode(data, len, room, size, &used);
	more = hand(w, b, room, size, true);
	free(room);
	return more;
}

bool
salvage_body(struct walk *w, struct salvage_body *b)
{
	unsigned char *room;
	bool more;

	if (b->len == 0 || !walk_work(w, b->m, b->len))
		return !w->stopped;
	room = walk_room(w, b->m, b->len, b->len);
	if (room == NULL)
		return !w->stopped;
	more = try_base64(w, b, room) && try_qp(w, b, room) && try_uu(w, b);
	free(room);
	return more;
}
