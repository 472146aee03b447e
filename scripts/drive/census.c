/*
 * Answers by folder, and reasons by their words. One idea: two tables of the
 * same rows, of which the last takes all that finds no room.
 */
#include "census.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const char rest[] = "others";

void
census_init(struct census *c, const char *messages)
{
	*c = (struct census){.root = strlen(messages)};
}

static void
free_rows(struct census_row *rows, size_t n)
{
	while (n > 0)
		free(rows[--n].name);
}

void
census_fini(struct census *c)
{
	free_rows(c->folders, c->folders_n);
	free_rows(c->reasons, c->reasons_n);
	c->folders_n = c->reasons_n = 0;
}

static struct census_row *
find(struct census_row *rows, size_t *n, const char *name)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	if (*n == CENSUS_ROWS_MAX)
		return &rows[CENSUS_ROWS_MAX - 1];
	rows[*n].name = mem_strdup(*n < CENSUS_ROWS_MAX - 1 ? name : rest);
	return &rows[(*n)++];
}

static char *
folder_of(const struct census *c, const char *source)
{
	const char *folder = source + c->root;
	size_t n;

	folder += strspn(folder, "/");
	n = strcspn(folder, "/");
	return folder[n] == '/' ? mem_printf("%.*s", (int)n, folder)
				: mem_strdup(".");
}

/* The words without the message's own path. */
static char *
reason_of(const char *text, const char *path)
{
	const char *at = strstr(text, path);

	if (at == NULL)
		return mem_strdup(text);
	return mem_printf(
	    "%.*s...%s", (int)(at - text), text, at + strlen(path));
}

void
census_enter(struct census *c, const char *source, const char *path,
    enum answer_kind kind, const char *text)
{
	char *folder = folder_of(c, source), *reason;

	find(c->folders, &c->folders_n, folder)->kinds[kind]++;
	free(folder);
	if (kind != ANSWER_REJECTED && kind != ANSWER_ERROR)
		return;
	reason = reason_of(text, path);
	find(c->reasons, &c->reasons_n, reason)->kinds[kind]++;
	free(reason);
}

void
census_print(const struct census *c)
{
	const struct census_row *row;
	size_t i;
	int k;

	for (i = 0; i < c->folders_n; i++) {
		row = &c->folders[i];
		(void)printf("  %-10s", row->name);
		for (k = 0; k < ANSWER_INTF; k++)
			if (row->kinds[k] > 0)
				(void)printf(
				    " %s %zu", answer_name(k), row->kinds[k]);
		(void)printf("\n");
	}
	for (i = 0; i < c->reasons_n; i++) {
		row = &c->reasons[i];
		(void)printf("  %7zu x %s\n",
		    row->kinds[ANSWER_REJECTED] + row->kinds[ANSWER_ERROR],
		    row->name);
	}
}
