/*
 * All jobs that have no answer yet, in the order in which they came, so that
 * one that takes too long is answered by somebody else. Any thread may call.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Embedded in a job. */
struct roster_entry {
	struct roster_entry *prev, *next;
	uint64_t since_ms; /* when the request came */
	bool answered;     /* guarded by the roster's lock */
	bool in_work;      /* a worker has begun; guarded by it too */
	bool overdue;      /* answered because it took too long */
};

struct roster {
	pthread_mutex_t lock; /* guards all that follows */
	struct roster_entry *first, *last;
	size_t unanswered;
};

void roster_init(struct roster *r);
void roster_fini(struct roster *r);

void roster_add(struct roster *r, struct roster_entry *entry);
void roster_remove(struct roster *r, struct roster_entry *entry);

/* A worker begins with this one; false when it is answered already. */
bool roster_begin(struct roster *r, struct roster_entry *entry);

/* The worker is done with it, although it has no answer yet. */
void roster_rest(struct roster *r, struct roster_entry *entry);

/*
 * Claims the right to answer: true once for each entry, for whoever comes
 * first.
 */
bool roster_claim(struct roster *r, struct roster_entry *entry);

/*
 * Claims the oldest unanswered entry that came before `before_ms` and calls
 * `copy` for it with the lock held: it must only note what the answer needs.
 * False when there is none.
 */
bool roster_claim_overdue(struct roster *r, uint64_t before_ms,
    void (*copy)(void *arg, const struct roster_entry *entry), void *arg);

/* Jobs without an answer. */
size_t roster_unanswered(struct roster *r);

#endif
