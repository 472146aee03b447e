/*
 * Sets of globs. Items are kept in their folded form; those without wildcards
 * except a star in front of a dot or an @ are found by a binary search for
 * the name and for each of its ends.
 */
#include "globs.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "mem.h"
#include "text.h"

struct item {
	char *folded;
	char *written;
};

struct items {
	struct item *list;
	size_t n;
};

struct globs {
	struct items names; /* without wildcards, sorted */
	struct items ends;  /* "*.exe", "*@example.com", sorted */
	struct items other;
};

/* One character of valid UTF-8, or one byte. */
static size_t
step(const char *s)
{
	size_t n = text_utf8_len(s, strlen(s));

	return n > 0 ? n : 1;
}

/* Both are folded. On a mismatch it goes back to the last star. */
static bool
matches(const char *glob, const char *s)
{
	const char *star = NULL, *again = NULL;

	while (*s != '\0') {
		if (*glob == '*') {
			star = glob++;
			again = s;
		} else if (*glob == '?') {
			glob++;
			s += step(s);
		} else if (*glob == *s) {
			glob++;
			s++;
		} else if (star != NULL) {
			glob = star + 1;
			again += step(again);
			s = again;
		} else {
			return false;
		}
	}
	return glob[strspn(glob, "*")] == '\0';
}

static bool
is_end(const char *folded)
{
	return folded[0] == '*' && (folded[1] == '.' || folded[1] == '@') &&
	       folded[1 + strcspn(folded + 1, "*?")] == '\0';
}

static void
add_item(struct globs *g, const char *text, size_t len, enum globs_kind kind)
{
	char *written = mem_strndup(text, len), *whole;
	struct items *items;

	if (kind == GLOBS_FILES && written[0] == '.')
		whole = mem_printf("*%s", written);
	else if (kind == GLOBS_FILES && strpbrk(written, "*?.") == NULL)
		whole = mem_printf("*.%s", written);
	else
		whole = mem_strdup(written);
	free(written);
	written = fold_name(whole);
	if (is_end(written))
		items = &g->ends;
	else if (strpbrk(written, "*?") == NULL)
		items = &g->names;
	else
		items = &g->other;
	items->list =
	    mem_resize(items->list, items->n + 1, sizeof(*items->list));
	items->list[items->n++] = (struct item){written, whole};
}

static int
compare(const void *a, const void *b)
{
	const struct item *left = a, *right = b;

	return strcmp(left->folded, right->folded);
}

static void
sort(struct items *items)
{
	if (items->n > 1)
		qsort(items->list, items->n, sizeof(*items->list), compare);
}

struct globs *
globs_new(const char *list, enum globs_kind kind)
{
	struct globs *g = mem_zalloc(1, sizeof(*g));
	size_t n;

	while (*(list += strspn(list, ", \t")) != '\0') {
		n = strcspn(list, ",");
		while (n > 0 && strchr(" \t", list[n - 1]) != NULL)
			n--;
		if (kind == GLOBS_ADDRESSES && n > 1 && list[0] == '<' &&
		    list[n - 1] == '>')
			add_item(g, list + 1, n - 2, kind);
		else
			add_item(g, list, n, kind);
		list += strcspn(list, ",");
	}
	sort(&g->names);
	sort(&g->ends);
	if (g->names.n + g->ends.n + g->other.n == 0)
		globs_free(&g);
	return g;
}

static void
free_items(struct items *items)
{
	while (items->n > 0) {
		items->n--;
		free(items->list[items->n].folded);
		free(items->list[items->n].written);
	}
	free(items->list);
}

void
globs_free(struct globs **globs)
{
	struct globs *g = *globs;

	if (g == NULL)
		return;
	free_items(&g->names);
	free_items(&g->ends);
	free_items(&g->other);
	free(g);
	*globs = NULL;
}

/* Compares a name with an item's text behind its first `skip` bytes. */
static const char *
find(const struct items *items, const char *name, size_t skip)
{
	size_t low = 0, high = items->n, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(name, items->list[middle].folded + skip);
		if (order == 0)
			return items->list[middle].written;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
globs_find(const struct globs *g, const char *folded)
{
	const char *s, *found;
	size_t i;

	if (g == NULL)
		return NULL;
	if ((found = find(&g->names, folded, 0)) != NULL)
		return found;
	for (s = folded; g->ends.n > 0 && *s != '\0'; s++)
		if ((*s == '.' || *s == '@') &&
		    (found = find(&g->ends, s, 1)) != NULL)
			return found;
	for (i = 0; i < g->other.n; i++)
		if (matches(g->other.list[i].folded, folded))
			return g->other.list[i].written;
	return NULL;
}

bool
globs_list(const struct globs *g, globs_taker *take, void *arg)
{
	size_t i;

	if (g->other.n > 0)
		return false;
	for (i = 0; i < g->names.n; i++)
		take(arg, g->names.list[i].folded, false);
	for (i = 0; i < g->ends.n; i++)
		take(arg, g->ends.list[i].folded + 1, true);
	return true;
}
