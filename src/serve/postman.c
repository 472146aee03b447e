/*
 * Notices and tidying. Notices that could not be written wait in the thread's
 * own list, each until its next try is due; the pauses double, so that a full
 * disk is not asked again and again.
 */
#include "postman.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "loop_guard.h"
#include "mem.h"
#include "quarantine.h"
#include "thread.h"

enum {
	FIRST_PAUSE_MS = 1000, /* behind the first try */
	TIDY_EVERY_MS = 600000
};

/* A notice that waits for a try. */
struct letter {
	struct letter *next;
	struct notice *notice;
	unsigned tries;
	uint64_t due_ms;
};

struct postman {
	struct filter *filter;
	pthread_t thread;
	char *folder; /* Submitted/ */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	struct letter *fresh, **fresh_tail;
	size_t waiting; /* fresh ones and those of the thread */
	bool closing;
	bool warned; /* that too many wait */

	/* The thread's own. */
	struct notice_limit *limit;
	bool loaded; /* the limit, from its file */
	struct letter *old;
	uint64_t tidy_due_ms;
};

void
postman_put(struct postman *p, struct notice *notice)
{
	struct letter *letter;
	bool full, warn;

	if (notice == NULL)
		return;
	if (p == NULL) {
		notice_free(&notice);
		return;
	}
	letter = mem_zalloc(1, sizeof(*letter));
	letter->notice = notice;
	(void)pthread_mutex_lock(&p->lock);
	full = p->waiting >= POSTMAN_WAITING;
	warn = full && !p->warned;
	p->warned = full;
	if (!full) {
		*p->fresh_tail = letter;
		p->fresh_tail = &letter->next;
		p->waiting++;
		(void)pthread_cond_signal(&p->changed);
	}
	(void)pthread_mutex_unlock(&p->lock);
	if (full) {
		notice_free(&letter->notice);
		free(letter);
	}
	if (warn)
		log_warn("%d notices wait to be written: further ones are "
			 "dropped.",
		    (int)POSTMAN_WAITING);
}

static void
drop(struct postman *p, struct letter *letter)
{
	notice_free(&letter->notice);
	free(letter);
	(void)pthread_mutex_lock(&p->lock);
	p->waiting--;
	(void)pthread_mutex_unlock(&p->lock);
}

static void
save_limit(struct postman *p, const struct notice *notice)
{
	struct err e;

	if (notice_limit_save(p->limit, notice_state_dir(notice), &e) == -1)
		log_warn("Who was told what cannot be noted: %s.", e.text);
}

/* One try; true when the letter is done with. */
static bool
try_letter(struct postman *p, struct letter *letter)
{
	struct notice_post post = {
	    .folder = p->folder, .limit = p->limit, .now_ms = clock_wall_ms()};
	size_t before = notice_written(letter->notice), left;
	struct err e = {{0}};

	if (!p->loaded)
		notice_limit_load(p->limit, notice_state_dir(letter->notice));
	p->loaded = true;
	left = notice_send(letter->notice, &post, &e);
	if (notice_written(letter->notice) > before)
		save_limit(p, letter->notice);
	letter->tries++;
	if (left == 0)
		return true;
	if (letter->tries < POSTMAN_TRIES)
		return false;
	log_warn("%zu notices were given up after %u tries: %s.", left,
	    letter->tries, e.text);
	return true;
}

/* Tries what is due; with `all`, until every one is done with. */
static void
deliver(struct postman *p, bool all)
{
	struct letter **at = &p->old, *letter;
	uint64_t now_ms = clock_mono_ms();

	while ((letter = *at) != NULL) {
		if (!all && letter->due_ms > now_ms) {
			at = &letter->next;
		} else if (try_letter(p, letter)) {
			*at = letter->next;
			drop(p, letter);
		} else {
			letter->due_ms = now_ms + ((uint64_t)FIRST_PAUSE_MS
						      << (letter->tries - 1));
			at = all ? at : &letter->next;
		}
	}
}

static void
tidy(struct postman *p)
{
	struct live_config *live = filter_config(p->filter);
	int64_t now_ms = clock_wall_ms();
	unsigned long removed = 0;
	struct err e;

	if (quarantine_sweep(p->filter->quarantine, live->config, now_ms,
		&removed, &e) == -1)
		log_warn("The quarantine cannot be tidied: %s.", e.text);
	else if (removed > 0)
		log_info(
		    "%lu messages were removed from the quarantine.", removed);
	(void)loop_guard_sweep(live->config->server_state_dir, now_ms / 1000);
	held_unref(&live->held);
	p->tidy_due_ms = clock_mono_ms() + TIDY_EVERY_MS;
}

/* When there is something to do without being told. */
static uint64_t
next_due(const struct postman *p)
{
	uint64_t due_ms = p->tidy_due_ms;
	const struct letter *l;

	for (l = p->old; l != NULL; l = l->next)
		if (l->due_ms < due_ms)
			due_ms = l->due_ms;
	return due_ms;
}

/* Waits for fresh letters and takes them; true when it is time to end. */
static bool
wait_for_more(struct postman *p)
{
	uint64_t due_ms = next_due(p);
	struct letter **end = &p->old;
	bool closing;

	while (*end != NULL)
		end = &(*end)->next;
	(void)pthread_mutex_lock(&p->lock);
	while (p->fresh == NULL && !p->closing && clock_mono_ms() < due_ms)
		(void)thread_cond_wait(&p->changed, &p->lock, due_ms);
	*end = p->fresh;
	p->fresh = NULL;
	p->fresh_tail = &p->fresh;
	closing = p->closing;
	(void)pthread_mutex_unlock(&p->lock);
	return closing;
}

static void *
run(void *arg)
{
	struct postman *p = arg;
	bool closing;

	do {
		if (clock_mono_ms() >= p->tidy_due_ms)
			tidy(p);
		closing = wait_for_more(p);
		deliver(p, closing);
	} while (!closing);
	return NULL;
}

static void
destroy(struct postman *p)
{
	(void)pthread_cond_destroy(&p->changed);
	(void)pthread_mutex_destroy(&p->lock);
	notice_limit_free(&p->limit);
	free(p->folder);
	free(p);
}

int
postman_open(struct filter *f, struct postman **postman_r, struct err *e)
{
	struct postman *p = mem_zalloc(1, sizeof(*p));

	p->filter = f;
	p->folder = mem_printf("%s/Submitted", f->base);
	p->limit = notice_limit_new();
	p->fresh_tail = &p->fresh;
	(void)pthread_mutex_init(&p->lock, NULL);
	thread_cond_init(&p->changed);
	if (thread_start(&p->thread, "postman", run, p, e) == -1) {
		destroy(p);
		return -1;
	}
	*postman_r = p;
	return 0;
}

void
postman_close(struct postman **postman)
{
	struct postman *p = *postman;

	if (p == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	p->closing = true;
	(void)pthread_cond_signal(&p->changed);
	(void)pthread_mutex_unlock(&p->lock);
	(void)pthread_join(p->thread, NULL);
	destroy(p);
	*postman = NULL;
}
