/* A set of keyed hashes with open addressing. */
#include "seen_priv.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "mem.h"

enum { SEEN_FIRST = 64 };

struct entry {
	uint64_t hash, len;
	unsigned kind; /* plus 1; 0: free */
};

struct seen {
	uint64_t key[2];
	bool is_secret; /* the key */
	struct entry *entries;
	size_t n, size; /* size is a power of two */
};

struct seen *
seen_new(void)
{
	struct seen *s = mem_zalloc(1, sizeof(*s));

	/* Without random bytes the addresses must do: they vary too. */
	s->is_secret = getrandom(s->key, sizeof(s->key), GRND_NONBLOCK) ==
		       (ssize_t)sizeof(s->key);
	if (!s->is_secret)
		s->key[0] ^= (uintptr_t)s;
	s->size = SEEN_FIRST;
	s->entries = mem_zalloc(s->size, sizeof(*s->entries));
	return s;
}

bool
seen_is_secret(const struct seen *s)
{
	return s->is_secret;
}

void
seen_free(struct seen **s)
{
	if (*s == NULL)
		return;
	free((*s)->entries);
	free(*s);
	*s = NULL;
}

static inline uint64_t
rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static inline void
mix(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] = rotate(v[2], 32);
}

uint64_t
seen_hash(const struct seen *s, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t v[4] = {s->key[0] ^ UINT64_C(0x736f6d6570736575),
	    s->key[1] ^ UINT64_C(0x646f72616e646f6d),
	    s->key[0] ^ UINT64_C(0x6c7967656e657261),
	    s->key[1] ^ UINT64_C(0x7465646279746573)};
	uint64_t word, last = (uint64_t)len << 56;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8) {
		memcpy(&word, p + i, 8);
		v[3] ^= word;
		mix(v);
		v[0] ^= word;
	}
	for (word = 0; i + word < len; word++)
		last |= (uint64_t)p[i + word] << (8 * word);
	v[3] ^= last;
	mix(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	for (i = 0; i < 3; i++)
		mix(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The entry that is equal, or the free one where it belongs. */
static struct entry *
find(const struct seen *s, const struct entry *like)
{
	size_t at = (size_t)(like->hash + like->kind) & (s->size - 1);
	struct entry *e;

	for (;; at = (at + 1) & (s->size - 1)) {
		e = &s->entries[at];
		if (e->kind == 0 ||
		    (e->kind == like->kind && e->hash == like->hash &&
			e->len == like->len))
			return e;
	}
}

static void
grow(struct seen *s)
{
	struct entry *old = s->entries;
	size_t i, size = s->size;

	s->size *= 2;
	s->entries = mem_zalloc(s->size, sizeof(*s->entries));
	for (i = 0; i < size; i++)
		if (old[i].kind != 0)
			*find(s, &old[i]) = old[i];
	free(old);
}

static struct entry
make(const struct seen *s, unsigned kind, const void *data, size_t len)
{
	return (struct entry){seen_hash(s, data, len), len, kind + 1};
}

bool
seen_has(const struct seen *s, unsigned kind, const void *data, size_t len)
{
	struct entry e = make(s, kind, data, len);

	return find(s, &e)->kind != 0;
}

bool
seen_add(struct seen *s, unsigned kind, const void *data, size_t len)
{
	struct entry e = make(s, kind, data, len), *place;

	place = find(s, &e);
	if (place->kind != 0)
		return false;
	*place = e;
	if (++s->n * 2 > s->size)
		grow(s);
	return true;
}
