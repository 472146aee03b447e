/* All jobs that have no answer yet. */
#include "roster.h"

#include <assert.h>

void
roster_init(struct roster *r)
{
	*r = (struct roster){0};
	(void)pthread_mutex_init(&r->lock, NULL);
}

void
roster_fini(struct roster *r)
{
	assert(r->first == NULL);
	(void)pthread_mutex_destroy(&r->lock);
}

void
roster_add(struct roster *r, struct roster_entry *entry)
{
	(void)pthread_mutex_lock(&r->lock);
	entry->next = NULL;
	entry->prev = r->last;
	if (r->last != NULL)
		r->last->next = entry;
	else
		r->first = entry;
	r->last = entry;
	r->unanswered++;
	(void)pthread_mutex_unlock(&r->lock);
}

void
roster_remove(struct roster *r, struct roster_entry *entry)
{
	(void)pthread_mutex_lock(&r->lock);
	/* Whatever happens to a request, it gets exactly one response. */
	assert(entry->answered);
	if (entry->prev != NULL)
		entry->prev->next = entry->next;
	else
		r->first = entry->next;
	if (entry->next != NULL)
		entry->next->prev = entry->prev;
	else
		r->last = entry->prev;
	(void)pthread_mutex_unlock(&r->lock);
}

bool
roster_begin(struct roster *r, struct roster_entry *entry)
{
	bool open;

	(void)pthread_mutex_lock(&r->lock);
	open = !entry->answered;
	entry->in_work = open;
	(void)pthread_mutex_unlock(&r->lock);
	return open;
}

void
roster_rest(struct roster *r, struct roster_entry *entry)
{
	(void)pthread_mutex_lock(&r->lock);
	entry->in_work = false;
	(void)pthread_mutex_unlock(&r->lock);
}

/* The lock is held. */
static void
mark(struct roster *r, struct roster_entry *entry)
{
	entry->answered = true;
	r->unanswered--;
}

bool
roster_claim(struct roster *r, struct roster_entry *entry)
{
	bool open;

	(void)pthread_mutex_lock(&r->lock);
	open = !entry->answered;
	if (open)
		mark(r, entry);
	(void)pthread_mutex_unlock(&r->lock);
	return open;
}

bool
roster_claim_overdue(struct roster *r, uint64_t before_ms,
    void (*copy)(void *arg, const struct roster_entry *entry), void *arg)
{
	struct roster_entry *entry;
	bool found = false;

	(void)pthread_mutex_lock(&r->lock);
	for (entry = r->first; entry != NULL && !found; entry = entry->next) {
		if (entry->since_ms >= before_ms)
			break;
		if (entry->answered)
			continue;
		mark(r, entry);
		entry->overdue = true;
		copy(arg, entry);
		found = true;
	}
	(void)pthread_mutex_unlock(&r->lock);
	return found;
}

size_t
roster_unanswered(struct roster *r)
{
	size_t n;

	(void)pthread_mutex_lock(&r->lock);
	n = r->unanswered;
	(void)pthread_mutex_unlock(&r->lock);
	return n;
}
