/*
 * What the engine has been given to look at. Each layer is hashed once, over
 * its core between the empty lines; the lines around it are few bytes, which
 * are kept beside that hash for the exact comparison.
 */
#include "layer_set_priv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "seen_priv.h"

enum { KIND_CORE, KIND_EXACT };
enum { EDGE_MAX = 32 }; /* of more empty lines, the rest is core */

struct layer_set {
	struct seen *seen;
};

/* What tells a layer from others: its core, and what stands around that. */
struct print {
	uint64_t core_hash;
	uint64_t core_len;
	unsigned char before_len, after_len;
	char before[EDGE_MAX], after[EDGE_MAX];
};

struct layer_set *
layer_set_new(void)
{
	struct layer_set *set = mem_zalloc(1, sizeof(*set));

	set->seen = seen_new();
	return set;
}

void
layer_set_free(struct layer_set **set)
{
	if (*set == NULL)
		return;
	seen_free(&(*set)->seen);
	free(*set);
	*set = NULL;
}

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static void
take_print(const struct layer_set *set, const char *p, size_t len,
    struct print *print_r)
{
	struct print *f = print_r;

	memset(f, 0, sizeof(*f));
	while (len > 0 && f->before_len < EDGE_MAX && is_line_end(*p)) {
		f->before[f->before_len++] = *p++;
		len--;
	}
	while (len > 0 && f->after_len < EDGE_MAX && is_line_end(p[len - 1]))
		f->after[f->after_len++] = p[--len];
	f->core_len = len;
	f->core_hash = seen_hash(set->seen, p, len);
}

void
layer_set_add(struct layer_set *set, const void *data, size_t len)
{
	struct print f;

	take_print(set, data, len, &f);
	(void)seen_add(set->seen, KIND_EXACT, &f, sizeof(f));
	(void)seen_add(set->seen, KIND_CORE, &f, 2 * sizeof(uint64_t));
}

bool
layer_set_has(const struct layer_set *set, const void *data, size_t len)
{
	struct print f;

	take_print(set, data, len, &f);
	return seen_has(set->seen, KIND_EXACT, &f, sizeof(f));
}

bool
layer_set_has_text(const struct layer_set *set, const void *data, size_t len)
{
	struct print f;

	take_print(set, data, len, &f);
	return seen_has(set->seen, KIND_CORE, &f, 2 * sizeof(uint64_t));
}
