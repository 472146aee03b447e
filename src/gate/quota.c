/*
 * The limit and its warnings on top of the window. What was said already is
 * kept in the window's file, so that neither a restart nor a second process
 * says it again within the hour.
 */
#include "quota.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "mem.h"

enum {
	EXCEEDED = QUOTA_PERCENTS_MAX, /* place of its mark */
	HUNDRED = 100,
	TIME_SIZE = 64
};

_Static_assert((int)EXCEEDED < (int)WINDOW_MARKS, "a mark for each");

/*
 * Each setting is read on its own. A message that meets a limit and a
 * percentage of two configurations harms nobody.
 */
struct quota {
	struct window *window;
	_Atomic uint64_t limit;
	_Atomic unsigned percent[QUOTA_PERCENTS_MAX]; /* 0: unused */
};

void
quota_set(struct quota *q, const struct quota_settings *settings)
{
	unsigned i;

	assert(settings->percents <= QUOTA_PERCENTS_MAX);
	atomic_store(&q->limit, settings->limit);
	for (i = 0; i < QUOTA_PERCENTS_MAX; i++)
		atomic_store(&q->percent[i],
		    i < settings->percents ? settings->percent[i] : 0);
}

struct quota *
quota_open(const char *folder, const struct quota_settings *settings,
    const struct moment *now, struct err *said)
{
	struct quota *q = mem_zalloc(1, sizeof(*q));

	quota_set(q, settings);
	q->window = window_open(folder, now, said);
	return q;
}

void
quota_close(struct quota **quota)
{
	struct quota *q = *quota;

	if (q == NULL)
		return;
	window_close(&q->window);
	free(q);
	*quota = NULL;
}

/*
 * True when `percent` of a limit are used. A percentage of a small limit that
 * is the whole limit is no warning, unless it was meant to be the whole.
 */
static bool
reached(uint64_t used, uint64_t limit, unsigned percent)
{
	uint64_t least = (limit * percent + HUNDRED - 1) / HUNDRED;

	return percent > 0 && used >= least &&
	       (least < limit || percent == HUNDRED);
}

void
quota_admit(
    struct quota *q, const struct moment *now, struct quota_answer *answer_r)
{
	struct quota_answer *a = answer_r;
	struct window_use use;
	unsigned i, percent;

	*a = (struct quota_answer){.limit = atomic_load(&q->limit)};
	a->admitted = window_admit(q->window, now, a->limit, &a->used);
	if (a->limit == WINDOW_UNLIMITED)
		return;
	if (!a->admitted) {
		window_look(q->window, now, a->limit, &use);
		a->used = use.used;
		a->wait_ms = use.wait_ms;
		a->exceeded = window_first(q->window, now, EXCEEDED, 1);
		return;
	}
	for (i = 0; i < QUOTA_PERCENTS_MAX; i++) {
		percent = atomic_load(&q->percent[i]);
		if (reached(a->used, a->limit, percent) &&
		    window_first(q->window, now, i, percent))
			a->warn = percent;
	}
}

static void
numbers(const struct window_use *use, uint64_t limit,
    struct quota_numbers *numbers_r)
{
	*numbers_r = (struct quota_numbers){.used = use->used,
	    .limit = limit,
	    .wait_ms = use->wait_ms,
	    .assumed = use->assumed};
	if (limit != WINDOW_UNLIMITED && limit > 0)
		numbers_r->percent = (unsigned)(use->used * HUNDRED / limit);
}

void
quota_look(
    struct quota *q, const struct moment *now, struct quota_numbers *numbers_r)
{
	uint64_t limit = atomic_load(&q->limit);
	struct window_use use;

	window_look(q->window, now, limit, &use);
	numbers(&use, limit, numbers_r);
}

int
quota_peek(const char *folder, const struct moment *now, uint64_t limit,
    struct quota_numbers *numbers_r, struct err *e)
{
	struct window_use use;

	if (window_peek(folder, now, limit, &use, e) == -1)
		return -1;
	numbers(&use, limit, numbers_r);
	return 0;
}

bool
quota_check(struct quota *q, const struct moment *now, struct err *said)
{
	return window_check(q->window, now, said);
}

int64_t
quota_wall_ms(struct quota *q, const struct moment *now)
{
	return window_wall_ms(q->window, now);
}

/* "1000 messages per hour" */
static void
add_limit(uint64_t limit, struct buf *out)
{
	(void)buf_addf(out, "%llu message%s per hour",
	    (unsigned long long)limit, limit == 1 ? "" : "s");
}

/* When a slot opens, by the clock as it is set now. */
static void
add_next(
    const struct quota_answer *a, const struct moment *now, struct buf *out)
{
	char text[TIME_SIZE];
	/* Rounded up: at that second the slot is open. */
	time_t t = (now->wall_ms + (int64_t)a->wait_ms + 999) / 1000;
	struct tm tm;

	if (gmtime_r(&t, &tm) != NULL &&
	    strftime(text, sizeof(text), "%F %T UTC", &tm) > 0)
		(void)buf_addf(out, ", next at %s", text);
}

void
quota_tell(
    const struct quota_answer *a, const struct moment *now, struct buf *out)
{
	if (a->exceeded) {
		(void)buf_adds(out, "license limit reached: ");
		add_limit(a->limit, out);
		add_next(a, now, out);
	} else if (a->warn > 0) {
		(void)buf_addf(out,
		    "%u percent of the license are used: %llu of ", a->warn,
		    (unsigned long long)a->used);
		add_limit(a->limit, out);
	}
}

void
quota_refuse(
    const struct quota_answer *a, const struct moment *now, struct buf *out)
{
	(void)buf_adds(out, "License limit reached: ");
	add_limit(a->limit, out);
	add_next(a, now, out);
}
