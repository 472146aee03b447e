/*
 * A table in which each piece has one place, where it stays until another one
 * with the same place comes.
 */
#include "known_priv.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "seen_priv.h"

enum { WAY_BITS = 8 };

struct known {
	pthread_mutex_t lock; /* guards the marks */
	struct seen *key;
	size_t n;
	struct known_mark marks[];
};

struct known *
known_new(size_t pieces)
{
	struct known *k =
	    mem_zalloc(1, sizeof(*k) + pieces * sizeof(k->marks[0]));

	(void)pthread_mutex_init(&k->lock, NULL);
	k->key = seen_new();
	/* Its pages are made now, and not one by one while mail flows. */
	memset(k->marks, 0, pieces * sizeof(k->marks[0]));
	/* It lives so long that its key must not be guessed. */
	k->n = seen_is_secret(k->key) ? pieces : 0;
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

struct known_mark
known_mark_of(const struct known *k, const struct known_piece *p)
{
	if (k->n == 0 || p->len == 0 || p->len > KNOWN_LEN_MAX)
		return (struct known_mark){0};
	return (struct known_mark){seen_hash(k->key, p->data, p->len),
	    (uint64_t)p->len << WAY_BITS | p->way};
}

/* Its place; another way to look at the same bytes has another one. */
static struct known_mark *
place_of(struct known *k, struct known_mark mark)
{
	return &k->marks[(mark.hash + mark.kind) % k->n];
}

bool
known_has(struct known *k, struct known_mark mark)
{
	struct known_mark there;

	if (mark.kind == 0)
		return false;
	(void)pthread_mutex_lock(&k->lock);
	there = *place_of(k, mark);
	(void)pthread_mutex_unlock(&k->lock);
	return there.hash == mark.hash && there.kind == mark.kind;
}

void
known_add(struct known *k, struct known_mark mark)
{
	if (mark.kind == 0)
		return;
	(void)pthread_mutex_lock(&k->lock);
	*place_of(k, mark) = mark;
	(void)pthread_mutex_unlock(&k->lock);
}
