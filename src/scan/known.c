/*
 * A table in which each piece has one place, where it stays until another one
 * with the same place comes.
 */
#include "known_priv.h"

#include <pthread.h>
#include <stdlib.h>

#include "mem.h"
#include "seen_priv.h"

enum { WAY_BITS = 8 };

struct entry {
	uint64_t hash;
	uint64_t kind; /* length and way; 0: free */
};

struct known {
	pthread_mutex_t lock; /* guards the entries */
	struct seen *key;
	size_t n;
	struct entry entries[];
};

struct known *
known_new(size_t pieces)
{
	struct known *k =
	    mem_zalloc(1, sizeof(*k) + pieces * sizeof(struct entry));

	(void)pthread_mutex_init(&k->lock, NULL);
	k->key = seen_new();
	k->n = pieces;
	return k;
}

void
known_free(struct known **kp)
{
	struct known *k = *kp;

	if (k == NULL)
		return;
	seen_free(&k->key);
	(void)pthread_mutex_destroy(&k->lock);
	free(k);
	*kp = NULL;
}

/* False when it is none that is remembered. */
static bool
describe(const struct known *k, const struct known_piece *p, struct entry *e_r)
{
	if (k->n == 0 || p->len == 0 || p->len > KNOWN_LEN_MAX)
		return false;
	*e_r = (struct entry){seen_hash(k->key, p->data, p->len),
	    (uint64_t)p->len << WAY_BITS | p->way};
	return true;
}

bool
known_has(struct known *k, const struct known_piece *piece)
{
	struct entry like, e;

	if (!describe(k, piece, &like))
		return false;
	(void)pthread_mutex_lock(&k->lock);
	e = k->entries[like.hash % k->n];
	(void)pthread_mutex_unlock(&k->lock);
	return e.hash == like.hash && e.kind == like.kind;
}

void
known_add(struct known *k, const struct known_piece *piece)
{
	struct entry e;

	if (!describe(k, piece, &e))
		return;
	(void)pthread_mutex_lock(&k->lock);
	k->entries[e.hash % k->n] = e;
	(void)pthread_mutex_unlock(&k->lock);
}
