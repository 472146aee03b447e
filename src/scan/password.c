/*
 * The store of candidates: a list kept in the order of likelihood. When it is
 * full, a likelier one drives out the last.
 */
#include "password.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "password_priv.h"

struct candidate {
	char *text;
	size_t len;
	uint32_t hash;
	enum password_rank rank;
};

struct passwords {
	struct candidate list[PASSWORDS_MAX];
	size_t n;
	size_t worked;
	unsigned tries;
	uint64_t (*now_ms)(void);
	uint64_t started_ms, spent_ms;
	bool running;
};

struct passwords *
passwords_new(uint64_t (*now_ms)(void))
{
	struct passwords *p = mem_zalloc(1, sizeof(*p));

	p->now_ms = now_ms;
	return p;
}

static void
forget(struct candidate *c)
{
	explicit_bzero(c->text, c->len);
	free(c->text);
}

void
passwords_free(struct passwords **p)
{
	size_t i;

	if (*p == NULL)
		return;
	for (i = 0; i < (*p)->n; i++)
		forget(&(*p)->list[i]);
	explicit_bzero(*p, sizeof(**p));
	free(*p);
	*p = NULL;
}

static uint32_t
hash_of(const char *s, size_t len)
{
	uint32_t h = 2166136261U;
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619U;
	return h;
}

static struct candidate *
find(struct passwords *p, const char *s, size_t len, uint32_t hash)
{
	struct candidate *c;

	for (c = p->list; c < p->list + p->n; c++)
		if (c->hash == hash && c->len == len &&
		    memcmp(c->text, s, len) == 0)
			return c;
	return NULL;
}

/* Puts it behind all that are at least as likely. */
static void
insert(struct passwords *p, const struct candidate *new)
{
	size_t i = p->n;

	while (i > 0 && p->list[i - 1].rank > new->rank)
		i--;
	memmove(p->list + i + 1, p->list + i, (p->n - i) * sizeof(*p->list));
	p->list[i] = *new;
	p->n++;
}

static void
take_out(struct passwords *p, struct candidate *c)
{
	size_t behind = (size_t)(p->list + p->n - (c + 1));

	memmove(c, c + 1, behind * sizeof(*c));
	p->n--;
}

static bool
is_plausible(enum password_rank rank, const char *s, size_t len)
{
	size_t i;

	if (len > PASSWORD_MAX ||
	    len < (rank == RANK_LISTED ? 1 : PASSWORD_MIN))
		return false;
	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return true;
}

void
password_add(
    struct passwords *p, enum password_rank rank, const char *s, size_t len)
{
	struct candidate new = {.len = len, .rank = rank};
	struct candidate *old;

	if (!is_plausible(rank, s, len))
		return;
	new.hash = hash_of(s, len);
	old = find(p, s, len, new.hash);
	if (old != NULL && old->rank <= rank)
		return;
	if (old != NULL) {
		new = *old;
		new.rank = rank;
		take_out(p, old);
	} else {
		if (p->n == PASSWORDS_MAX && p->list[p->n - 1].rank <= rank)
			return;
		if (p->n == PASSWORDS_MAX)
			forget(&p->list[--p->n]);
		new.text = mem_strndup(s, len);
	}
	insert(p, &new);
}

static bool
is_separator(char c)
{
	return c == ',' || c == '\n' || c == '\r';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void
password_add_list(struct passwords *p, const char *text, size_t len)
{
	const char *end = text + len, *from, *to;

	for (; text < end; text++) {
		for (from = text; text < end && !is_separator(*text); text++)
			continue;
		to = text;
		while (from < to && is_blank(*from))
			from++;
		while (to > from && is_blank(to[-1]))
			to--;
		password_add(p, RANK_LISTED, from, (size_t)(to - from));
	}
}

size_t
passwords_count(const struct passwords *p)
{
	return p->n;
}

const char *
passwords_get(const struct passwords *p, size_t i)
{
	assert(i < p->n);
	return p->list[i].text;
}

void
password_worked(struct passwords *p, size_t i)
{
	struct candidate c;

	assert(i < p->n);
	if (i < p->worked)
		return;
	c = p->list[i];
	c.rank = RANK_WORKED;
	take_out(p, &p->list[i]);
	insert(p, &c);
	p->worked++;
}

size_t
passwords_worked(const struct passwords *p)
{
	return p->worked;
}

void
password_clock_start(struct passwords *p)
{
	p->started_ms = p->now_ms();
	p->running = true;
}

void
password_clock_stop(struct passwords *p)
{
	p->spent_ms += p->now_ms() - p->started_ms;
	p->running = false;
}

bool
password_in_time(const struct passwords *p)
{
	uint64_t spent = p->spent_ms;

	if (p->running)
		spent += p->now_ms() - p->started_ms;
	return spent < PASSWORD_TIME_MAX_MS;
}

bool
password_try(struct passwords *p)
{
	if (p->tries >= PASSWORD_TRIES_MAX)
		return false;
	p->tries++;
	return true;
}
