/*
 * Many policies for many recipients. Conditions that are whole names and
 * endings become entries of one sorted list; only the policies that have
 * others, or conditions of both kinds, are asked one by one.
 */
#include "book_priv.h"

#include <stdlib.h>
#include <string.h>

#include "globs.h"
#include "mem.h"

enum kind { ADDRESS, ADDRESS_END, DOMAIN, DOMAIN_END };

struct entry {
	const char *key;
	enum kind kind;
	size_t place;
};

struct book {
	const struct policy *const *policies;
	size_t n;
	struct entry *entries;
	size_t entries_n;
	size_t *others; /* places of policies to be asked, ascending */
	size_t others_n;
	size_t adding; /* place of the policy being entered */
	bool domains;  /* its conditions are domains */
};

bool
book_policy_is_for(const struct policy *p, const char *address)
{
	const char *at;

	if (p->recipients == NULL && p->domains == NULL)
		return true;
	if (address == NULL)
		return false;
	at = strrchr(address, '@');
	if (p->recipients != NULL && globs_find(p->recipients, address) == NULL)
		return false;
	return p->domains == NULL ||
	       (at != NULL && globs_find(p->domains, at + 1) != NULL);
}

/* Whether an array with `n` elements has to grow: at each power of two. */
static bool
is_full(size_t n)
{
	return (n & (n - 1)) == 0;
}

static void
add_entry(void *arg, const char *folded, bool is_ending)
{
	struct book *b = arg;
	enum kind kind = b->domains ? DOMAIN : ADDRESS;

	if (is_full(b->entries_n))
		b->entries = mem_resize(
		    b->entries, 2 * b->entries_n + 1, sizeof(*b->entries));
	b->entries[b->entries_n++] =
	    (struct entry){folded, kind + (is_ending ? 1 : 0), b->adding};
}

static void
add_policy(struct book *b, size_t place)
{
	const struct policy *p = b->policies[place];

	b->adding = place;
	b->domains = p->domains != NULL;
	if ((p->recipients == NULL) == (p->domains == NULL) ||
	    !globs_list(b->domains ? p->domains : p->recipients, add_entry, b))
		b->others[b->others_n++] = place;
}

static int
compare_keys(const struct entry *a, const struct entry *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->key, b->key);
}

static int
compare(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	int order = compare_keys(left, right);

	if (order != 0)
		return order;
	return left->place < right->place ? -1 : left->place > right->place;
}

struct book *
book_new(const struct policy *const *policies, size_t n)
{
	struct book *b = mem_zalloc(1, sizeof(*b));
	size_t i;

	b->policies = policies;
	b->n = n;
	b->others = mem_zalloc(n + 1, sizeof(*b->others));
	for (i = 0; i < n; i++)
		add_policy(b, i);
	if (b->entries_n > 1)
		qsort(b->entries, b->entries_n, sizeof(*b->entries), compare);
	return b;
}

void
book_free(struct book **book)
{
	struct book *b = *book;

	if (b == NULL)
		return;
	free(b->entries);
	free(b->others);
	free(b);
	*book = NULL;
}

/* The first policy with this entry, unless *first is before it. */
static void
look_up(const struct book *b, enum kind kind, const char *key, size_t *first)
{
	const struct entry wanted = {key, kind, 0};
	size_t low = 0, high = b->entries_n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare_keys(&b->entries[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < b->entries_n && b->entries[low].place < *first &&
	    compare_keys(&b->entries[low], &wanted) == 0)
		*first = b->entries[low].place;
}

size_t
book_find(const struct book *b, const char *address)
{
	const char *at = strrchr(address, '@'), *s;
	size_t first = b->n, i;

	look_up(b, ADDRESS, address, &first);
	if (at != NULL)
		look_up(b, DOMAIN, at + 1, &first);
	for (s = address; *s != '\0'; s++) {
		if (*s != '.' && *s != '@')
			continue;
		look_up(b, ADDRESS_END, s, &first);
		if (at != NULL && s > at)
			look_up(b, DOMAIN_END, s, &first);
	}
	for (i = 0; i < b->others_n && b->others[i] < first; i++)
		if (book_policy_is_for(b->policies[b->others[i]], address))
			return b->others[i];
	return first;
}
