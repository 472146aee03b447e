/*
 * A sieve in front of many patterns. Every three bytes of the text are looked
 * up in a table by a hash of them; only where a needle starts with the same
 * hash it is compared. The pass costs the same for one needle and for
 * thousands.
 */
#include "needles.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { TABLE_BITS_MIN = 12, TABLE_BITS_MAX = 22, SLOTS_PER_NEEDLE = 16 };

struct needle {
	size_t id;
	uint32_t next; /* with the same hash; 0: none, else its place + 1 */
	unsigned char len;
	char text[NEEDLE_MAX];
};

struct ids {
	size_t *list;
	size_t n;
};

struct needles {
	struct needle *list;
	size_t n;
	struct ids always; /* patterns without a needle */
	struct ids high;   /* likewise, but not for texts of ASCII alone */
	uint32_t *table;   /* place + 1 of the first needle of a hash */
	unsigned bits;
};

static unsigned char
lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

/* Multiplicative hashing of three bytes. */
static uint32_t
slot_of(const struct needles *n, uint32_t three)
{
	return (three * 2654435761U) >> (32 - n->bits);
}

static uint32_t
three_at(const char *s)
{
	return (uint32_t)lower(s[0]) << 16 | (uint32_t)lower(s[1]) << 8 |
	       lower(s[2]);
}

struct needles *
needles_new(void)
{
	return mem_zalloc(1, sizeof(struct needles));
}

void
needles_free(struct needles **needles)
{
	if (*needles == NULL)
		return;
	free((*needles)->list);
	free((*needles)->always.list);
	free((*needles)->high.list);
	free((*needles)->table);
	free(*needles);
	*needles = NULL;
}

/* Whether an array with `n` elements has to grow: at each power of two. */
static bool
is_full(size_t n)
{
	return (n & (n - 1)) == 0;
}

static void
add_id(struct ids *ids, size_t id)
{
	if (is_full(ids->n))
		ids->list =
		    mem_resize(ids->list, 2 * ids->n + 1, sizeof(*ids->list));
	ids->list[ids->n++] = id;
}

void
needles_add(struct needles *n, size_t id, const char *pattern)
{
	struct needle needle = {.id = id};
	bool high;

	needle.len = (unsigned char)needle_of(pattern, needle.text, &high);
	if (needle.len == 0) {
		add_id(high ? &n->high : &n->always, id);
		return;
	}
	if (is_full(n->n))
		n->list = mem_resize(n->list, 2 * n->n + 1, sizeof(*n->list));
	n->list[n->n++] = needle;
}

void
needles_close(struct needles *n)
{
	struct needle *needle;
	uint32_t *slot;
	size_t i;

	n->bits = TABLE_BITS_MIN;
	while (n->bits < TABLE_BITS_MAX &&
	       ((size_t)1 << n->bits) < n->n * SLOTS_PER_NEEDLE)
		n->bits++;
	n->table = mem_zalloc((size_t)1 << n->bits, sizeof(*n->table));
	for (i = 0; i < n->n; i++) {
		needle = &n->list[i];
		slot = &n->table[slot_of(n, three_at(needle->text))];
		needle->next = *slot;
		*slot = (uint32_t)(i + 1);
	}
}

static bool
stands_at(const struct needle *needle, const char *s, size_t len)
{
	size_t i;

	if (needle->len > len)
		return false;
	for (i = 0; i < needle->len; i++)
		if (lower(s[i]) != (unsigned char)needle->text[i])
			return false;
	return true;
}

/* Looks for all needles. */
static void
look(const struct needles *n, const char *text, size_t len, bool *hit_r)
{
	const struct needle *needle;
	uint32_t place, three;
	size_t i;

	if (n->n == 0 || len < NEEDLE_MIN)
		return;
	three = (uint32_t)lower(text[0]) << 8 | lower(text[1]);
	for (i = 0; i + NEEDLE_MIN <= len; i++) {
		three = (three << 8 | lower(text[i + 2])) & 0xffffff;
		place = n->table[slot_of(n, three)];
		for (; place != 0; place = needle->next) {
			needle = &n->list[place - 1];
			if (!hit_r[needle->id] &&
			    stands_at(needle, text + i, len - i))
				hit_r[needle->id] = true;
		}
	}
}

static void
hit_all(const struct ids *ids, bool *hit_r)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		hit_r[ids->list[i]] = true;
}

bool
needles_look(const struct needles *n, const char *text, size_t len, bool *hit_r)
{
	unsigned char all = 0;
	size_t i;

	assert(n->table != NULL);
	for (i = 0; i < len; i++)
		all |= (unsigned char)text[i];
	hit_all(&n->always, hit_r);
	if (all >= 0x80)
		hit_all(&n->high, hit_r);
	look(n, text, len, hit_r);
	return all < 0x80;
}
