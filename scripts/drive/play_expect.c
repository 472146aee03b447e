/*
 * Expectations. One idea: expectations that follow each other form a group,
 * and answers are matched with the group in any order, because a filter with
 * several workers promises none. An answer that fits no expectation of the
 * group fails at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "play_priv.h"
#include "text.h"

struct wish {
	const char *text;
	bool glob;
	bool fulfilled;
};

struct group {
	struct wish *wishes;
	size_t n;
	size_t open;
};

static bool
fits(const struct wish *w, const char *line)
{
	if (w->fulfilled)
		return false;
	return w->glob ? text_glob(w->text, line) : strcmp(w->text, line) == 0;
}

/* Reads `< LINE` or `<~ GLOB`; -1 for anything else. */
static int
read_wish(const char *line, struct wish *w)
{
	*w = (struct wish){.glob = strncmp(line, "<~ ", 3) == 0};
	if (!w->glob && strncmp(line, "< ", 2) != 0)
		return -1;
	w->text = line + (w->glob ? 3 : 2);
	return 0;
}

/* Takes the line that is carried out and those that follow it. */
static int
read_group(struct play *p, struct group *g, struct err *e)
{
	struct wish w;
	const char *line;

	*g = (struct group){0};
	for (; p->at <= p->lines.n; p->at++) {
		line = p->lines.v[p->at - 1];
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (read_wish(line, &w) == -1)
			break;
		g->wishes = mem_resize(g->wishes, g->n + 1, sizeof(w));
		g->wishes[g->n++] = w;
	}
	p->at--; /* the last line that was taken */
	g->open = g->n;
	return g->n > 0 ? 0 : err_set(e, "not a statement");
}

/* Fulfils a wish with the line; exact ones before globs. */
static bool
grant(struct group *g, const char *line)
{
	size_t i;
	int glob;

	for (glob = 0; glob < 2; glob++)
		for (i = 0; i < g->n; i++)
			if (g->wishes[i].glob == glob &&
			    fits(&g->wishes[i], line)) {
				g->wishes[i].fulfilled = true;
				g->open--;
				return true;
			}
	return false;
}

/* Matches all that has come so far; -1 for an answer nobody expects. */
static int
grant_all(struct play *p, struct group *g, struct err *e)
{
	struct talk *t = &p->talk;
	size_t i = 0;

	while (g->open > 0 && t->answers.n > 0) {
		if (!grant(g, t->answers.v[0]))
			return err_set(e, "not expected here");
		strings_remove(&t->answers, 0);
	}
	while (g->open > 0 && i < t->infos.n) {
		if (grant(g, t->infos.v[i]))
			strings_remove(&t->infos, i);
		else
			i++;
	}
	return 0;
}

static int
missing(const struct group *g, struct err *e)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (!g->wishes[i].fulfilled)
			(void)err_wrap(e, "expected: %s", g->wishes[i].text);
	return -1;
}

static int
expect_next(struct play *p, const char *want, struct err *e)
{
	struct talk *t = &p->talk;
	uint64_t end_us = play_deadline(p);

	while (t->answers.n == 0)
		if (talk_pump(t, end_us, e) == -1)
			return err_wrap(e, "expected: %s", want);
	if (strcmp(t->answers.v[0], want) != 0)
		return err_set(e, "not expected here");
	strings_remove(&t->answers, 0);
	return 0;
}

int
play_expect(struct play *p, const char *arg, struct err *e)
{
	uint64_t end_us = play_deadline(p);
	struct group g;
	int rc;

	if (strncmp(arg, "! ", 2) == 0)
		return expect_next(p, arg + 2, e);
	if (read_group(p, &g, e) == -1)
		return -1;
	while ((rc = grant_all(p, &g, e)) == 0 && g.open > 0)
		if ((rc = talk_pump(&p->talk, end_us, e)) == -1)
			break;
	if (rc == -1)
		rc = missing(&g, e);
	free(g.wishes);
	return rc;
}

int
play_expect_info(struct play *p, const char *glob, struct err *e)
{
	struct talk *t = &p->talk;
	uint64_t end_us = play_deadline(p);
	size_t i;

	for (;;) {
		for (i = 0; i < t->infos.n; i++)
			if (text_glob(glob, t->infos.v[i] + 2))
				return 0;
		if (talk_pump(t, end_us, e) == -1)
			return err_wrap(e, "expected: * %s", glob);
	}
}

int
play_nothing_left(struct play *p, struct err *e)
{
	const struct talk *t = &p->talk;

	if (t->answers.n > 0)
		return err_set(
		    e, "%zu answers that nobody expects", t->answers.n);
	if (t->answered < t->asked)
		return err_set(e, "%zu requests without an answer",
		    t->asked - t->answered);
	return 0;
}

int
play_expect_nothing(struct play *p, const char *arg, struct err *e)
{
	return arg[0] == '\0' ? play_nothing_left(p, e)
			      : err_set(e, "not a statement");
}

/* The line with every $BASE replaced. */
static char *
fill_in(const char *line, const char *base)
{
	const char *at = strstr(line, "$BASE");
	char *head, *tail, *all;

	if (at == NULL || line[0] == '!' || strncmp(line, "until", 5) == 0)
		return mem_strdup(line);
	head = mem_strndup(line, (size_t)(at - line));
	tail = fill_in(at + 5, base);
	all = mem_printf("%s%s%s", head, base, tail);
	free(head);
	free(tail);
	return all;
}

int
play_load(struct play *p, struct err *e)
{
	char *base = realpath(p->args->base, NULL), *line = NULL, *filled;
	FILE *fp = base != NULL ? fopen(p->args->path, "re") : NULL;
	size_t size = 0;
	ssize_t n;

	if (fp == NULL) {
		free(base);
		return err_sys(e, "%s", p->args->path);
	}
	while ((n = getline(&line, &size, fp)) > 0) {
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		filled = fill_in(line, base);
		strings_add(&p->lines, filled);
		free(filled);
	}
	free(line);
	free(base);
	(void)fclose(fp);
	return 0;
}
