/*
 * Verdicts by file: a ring of entries in the order in which they came, and a
 * table that finds them by hash. The place that the ring comes to next holds
 * the oldest entry, which leaves.
 */
#include "recall.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { BUCKETS = 4096, NONE = -1 };

struct entry {
	struct recall_key key;
	char *text; /* NULL: the place is free */
	int next;   /* in the same bucket, or NONE */
};

struct recall {
	pthread_mutex_t lock; /* guards all that follows */
	unsigned max, newest; /* the place that is filled next */
	struct entry *entry;
	int bucket[BUCKETS];
};

struct recall *
recall_new(unsigned max)
{
	struct recall *r = mem_zalloc(1, sizeof(*r));
	unsigned i;

	assert(max >= 1 && max <= RECALL_ENTRIES_MAX);
	(void)pthread_mutex_init(&r->lock, NULL);
	r->max = max;
	r->entry = mem_zalloc(max, sizeof(*r->entry));
	for (i = 0; i < BUCKETS; i++)
		r->bucket[i] = NONE;
	return r;
}

void
recall_free(struct recall **recall)
{
	struct recall *r = *recall;
	unsigned i;

	if (r == NULL)
		return;
	for (i = 0; i < r->max; i++)
		free(r->entry[i].text);
	free(r->entry);
	(void)pthread_mutex_destroy(&r->lock);
	free(r);
	*recall = NULL;
}

static bool
same(const struct recall_key *a, const struct recall_key *b)
{
	return a->device == b->device && a->inode == b->inode &&
	       a->size == b->size && a->mtime_ns == b->mtime_ns &&
	       a->ctime_ns == b->ctime_ns && a->definitions == b->definitions &&
	       a->config == b->config;
}

/* Files differ by their inodes most of the time. */
static int *
bucket_of(struct recall *r, const struct recall_key *key)
{
	uint64_t h = (key->inode ^ (uint64_t)key->mtime_ns) *
		     UINT64_C(0x9e3779b97f4a7c15);

	return &r->bucket[h >> 52];
}

/* The link that leads to the entry of a key; it is NONE without one. */
static int *
find(struct recall *r, const struct recall_key *key)
{
	int *link = bucket_of(r, key);

	while (*link != NONE && !same(&r->entry[*link].key, key))
		link = &r->entry[*link].next;
	return link;
}

/* Empties the place that a link leads to. */
static void
leave(struct recall *r, int *link)
{
	struct entry *e = &r->entry[*link];

	*link = e->next;
	free(e->text);
	e->text = NULL;
}

void
recall_put(struct recall *r, const struct recall_key *key, const char *text)
{
	struct entry *e;
	int *link;

	if (strlen(text) > RECALL_TEXT_MAX)
		return;
	(void)pthread_mutex_lock(&r->lock);
	link = find(r, key);
	if (*link != NONE)
		leave(r, link);
	e = &r->entry[r->newest];
	if (e->text != NULL)
		leave(r, find(r, &e->key));
	e->key = *key;
	e->text = mem_strdup(text);
	link = bucket_of(r, key);
	e->next = *link;
	*link = (int)r->newest;
	r->newest = (r->newest + 1) % r->max;
	(void)pthread_mutex_unlock(&r->lock);
}

char *
recall_get(struct recall *r, const struct recall_key *key)
{
	char *text = NULL;
	int at;

	(void)pthread_mutex_lock(&r->lock);
	at = *find(r, key);
	if (at != NONE)
		text = mem_strdup(r->entry[at].text);
	(void)pthread_mutex_unlock(&r->lock);
	return text;
}

void
recall_drop(struct recall *r, const struct recall_key *key)
{
	int *link;

	(void)pthread_mutex_lock(&r->lock);
	link = find(r, key);
	if (*link != NONE)
		leave(r, link);
	(void)pthread_mutex_unlock(&r->lock);
}
