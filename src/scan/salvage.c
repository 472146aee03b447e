/*
 * The parts of a mail that is not clean. Boundaries are taken from the body,
 * not from the heads: every line that starts with two hyphens may be one. So
 * it does not matter how a head hides, repeats or distorts its boundary.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "salvage_priv.h"
#include "text.h"

enum { ENDS_MAX = 4, PLAIN_MAX = 512, TYPE_MAX = 80 };

/* A line that may be a boundary. */
struct bound {
	size_t line, next; /* where it starts, and the line behind it */
	uint64_t token;    /* hash of its text without a closing "--" */
	uint64_t word;     /* hash of its text up to a blank */
	size_t same, like; /* the next bound with the same token, word */
};

struct bounds {
	struct bound *list;
	size_t n;
};

struct salvage {
	struct walk *w;
	struct message *m;
	const char *why;
	struct bounds bounds;
	bool base64, qp, uu; /* said by a head whose body was empty */
};

static bool
is_blank(unsigned char c)
{
	return c <= ' ' || c == 0x7f;
}

/* The text of a bound behind its hyphens, or false when it is none. */
static bool
bound_text(const struct message *m, size_t from, size_t stop, size_t next,
    struct span *text_r)
{
	const unsigned char *d = m->data;
	size_t at;

	while (from < stop && is_blank(d[from]))
		from++;
	if (stop - from < 2 || d[from] != '-' || d[from + 1] != '-')
		return false;
	while (stop > from && is_blank(d[stop - 1]))
		stop--;
	for (at = from; at < stop && d[at] == '-'; at++)
		continue;
	*text_r = (struct span){(const char *)d + from + 2, stop - from - 2};
	if (at < stop)
		return true;
	/* A line of hyphens is a ruler, unless a head follows. */
	while (next < m->len && is_blank(d[next]))
		next++;
	return m->len - next > 8 &&
	       text_find((const char *)d + next, 8, "content-") != NULL;
}

static void
add_bound(struct salvage *s, struct span text, size_t line, size_t next)
{
	struct bounds *b = &s->bounds;
	size_t n = text.len, word = 0;

	if ((b->n & (b->n - 1)) == 0)
		b->list = mem_resize(
		    b->list, b->n == 0 ? 1 : 2 * b->n, sizeof(*b->list));
	while (n >= 2 && text.p[n - 1] == '-' && text.p[n - 2] == '-')
		n -= 2;
	while (word < n && !is_blank((unsigned char)text.p[word]))
		word++;
	b->list[b->n++] = (struct bound){.line = line,
	    .next = next,
	    .token = seen_hash(s->w->seen, text.p, n),
	    .word = seen_hash(s->w->seen, text.p, word)};
}

/* False when there are too many. */
static bool
find_bounds(struct salvage *s)
{
	struct message *m = s->m;
	size_t at, stop, next;
	struct span text;

	for (at = 0; at < m->len; at = next) {
		stop = header_line_end(m->data, at, m->len, &next);
		if (!bound_text(m, at, stop, next, &text))
			continue;
		if (s->bounds.n == SALVAGE_LINES_MAX) {
			walk_fact(s->w, CLASS_limits, "boundaries", m->place);
			return false;
		}
		add_bound(s, text, at, next);
	}
	return true;
}

struct key {
	uint64_t hash;
	size_t at;
};

static int
by_hash(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->hash == y->hash)
		return (x->at > y->at) - (x->at < y->at);
	return (x->hash > y->hash) - (x->hash < y->hash);
}

/* Finds for each bound the next one with the same token or word. */
static void
link_bounds(struct bounds *b, bool words)
{
	struct key *keys = mem_zalloc(b->n, sizeof(*keys));
	size_t i, next;

	for (i = 0; i < b->n; i++)
		keys[i] =
		    (struct key){words ? b->list[i].word : b->list[i].token, i};
	if (b->n > 1)
		qsort(keys, b->n, sizeof(*keys), by_hash);
	for (i = 0; i < b->n; i++) {
		next = i + 1 < b->n && keys[i + 1].hash == keys[i].hash
			   ? keys[i + 1].at
			   : b->n;
		if (words)
			b->list[keys[i].at].like = next;
		else
			b->list[keys[i].at].same = next;
	}
	free(keys);
}

/* Where a body ends that this bound closes: the line end is the bound's. */
static size_t
end_before(const struct salvage *s, size_t bound)
{
	const unsigned char *d = s->m->data;
	size_t end;

	if (bound >= s->bounds.n)
		return s->m->len;
	end = s->bounds.list[bound].line;
	if (end > 0 && d[end - 1] == '\n')
		end--;
	if (end > 0 && d[end - 1] == '\r')
		end--;
	return end;
}

static void
add_end(size_t *ends, size_t *n, size_t end)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (ends[i] == end)
			return;
	if (*n < ENDS_MAX)
		ends[(*n)++] = end;
}

/* Where the part behind bound number `own` - 1 may end; 0 is the mail. */
static size_t
find_ends(const struct salvage *s, size_t own, size_t *ends)
{
	const struct bound *b = own == 0 ? NULL : &s->bounds.list[own - 1];
	size_t n = 0;

	add_end(ends, &n, end_before(s, own));
	if (b != NULL && b->same == own)
		return n;
	if (b != NULL && b->same < s->bounds.n)
		add_end(ends, &n, end_before(s, b->same));
	if (b != NULL && b->like < s->bounds.n)
		add_end(ends, &n, end_before(s, b->like));
	else
		add_end(ends, &n, s->m->len);
	add_end(ends, &n, end_before(s, own + 1));
	return n;
}

/* What the fields of a head say, in any reading. */
static void
read_fields(struct salvage *s, const struct header *h, struct salvage_body *b,
    char *type)
{
	char plain[PLAIN_MAX];
	size_t i;

	for (i = 0; i < h->n; i++) {
		header_plain(h->fields[i].value, plain, sizeof(plain));
		if (h->fields[i].kind == FIELD_ENCODING) {
			b->says_base64 |= strstr(plain, "64") != NULL;
			b->says_qp |= strstr(plain, "quot") != NULL ||
				      strstr(plain, "print") != NULL;
			b->says_uu |= strstr(plain, "uu") != NULL;
			b->says_other |= strstr(plain, "binhex") != NULL ||
					 strstr(plain, "yenc") != NULL;
		} else if (h->fields[i].kind == FIELD_TYPE) {
			walk_partial(s->w, s->m, plain);
			plain[strcspn(plain, ";,")] = '\0';
			if (b->type == NULL && plain[0] != '\0') {
				(void)text_escape(type, TYPE_MAX, plain);
				b->type = type;
			}
		} else if (text_starts(plain, "attachment")) {
			b->attachment = true;
		}
	}
}

/* A body that is not in any encoding: what is worth handing out of it. */
static bool
is_raw(const struct salvage *s, const struct header *h, size_t own,
    const struct salvage_body *b)
{
	/* All of the mail, as a program sees it that knows no MIME. */
	if (own == 0)
		return true;
	return h->n > 0 || salvage_is_file(b->data, b->len) ||
	       memchr(b->data, '\0', b->len) != NULL || s->bounds.n == 0;
}

static bool
read_bodies(struct salvage *s, const struct header *h, size_t own,
    struct salvage_body *b)
{
	size_t ends[ENDS_MAX], n = find_ends(s, own, ends), i, k;
	bool said = b->says_base64 || b->says_qp || b->says_uu, first;

	for (k = 0; k < n; k++)
		for (i = 0; i < h->n_bodies; i++) {
			/* Farther ends are for bodies that are encoded. */
			first = i == 0 || i == h->after_blank;
			if (h->bodies[i] >= ends[k] ||
			    (k > 0 && own > 0 && !said && !b->guessed) ||
			    (!first && !said))
				continue;
			b->data = s->m->data + h->bodies[i];
			b->len = ends[k] - h->bodies[i];
			b->guess = first;
			b->brief = k > 0;
			b->raw = first && k == 0 && is_raw(s, h, own, b);
			b->text =
			    first && k > 0 && own == 0 && ends[k] == s->m->len;
			if (!salvage_body(s->w, b))
				return false;
		}
	return true;
}

/* Encodings that hide all of a part from the standard reading. */
static void
check_unknown(struct salvage *s, const struct salvage_body *b)
{
	if (!b->says_other || s->m->told_ambiguous)
		return;
	s->m->told_ambiguous = true;
	walk_fact(s->w, CLASS_ambiguous,
	    "a transfer encoding that only some programs know", s->m->place);
}

/* The part behind bound number `own` - 1; 0 is the mail itself. */
static bool
read_part(struct salvage *s, size_t own)
{
	size_t from = own == 0 ? 0 : s->bounds.list[own - 1].next;
	size_t end = own < s->bounds.n ? s->bounds.list[own].line : s->m->len;
	struct names names;
	struct header h;
	char type[TYPE_MAX];
	struct salvage_body b = {.m = s->m,
	    .why = s->why,
	    .says_base64 = s->base64,
	    .says_qp = s->qp,
	    .says_uu = s->uu,
	    .names = &names};
	bool more;

	header_read(s->m->data, from, end, &h);
	read_fields(s, &h, &b, type);
	names_read(h.fields, h.n, NULL, &names);
	check_unknown(s, &b);
	more = read_bodies(s, &h, own, &b);
	names_fini(&names);
	/* A bound inside of a head parts it from its body. */
	s->base64 = s->qp = s->uu = false;
	if (h.bodies[h.n_bodies - 1] + 4 >= end) {
		s->base64 = b.says_base64;
		s->qp = b.says_qp;
		s->uu = b.says_uu;
	}
	return more;
}

bool
salvage_read(struct walk *w, struct message *m, const char *why)
{
	struct salvage s = {.w = w, .m = m, .why = why};
	size_t i;

	if (!walk_work(w, m, m->len))
		return !w->stopped;
	(void)find_bounds(&s);
	link_bounds(&s.bounds, false);
	link_bounds(&s.bounds, true);
	for (i = 0; i <= s.bounds.n && !w->told_work; i++)
		if (!read_part(&s, i))
			break;
	free(s.bounds.list);
	return !w->stopped;
}
