/*
 * The work at the historian's desk: opening, writing, noting, trimming. What
 * goes wrong costs history, never mail; the log hears of it once a minute.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "historian_priv.h"
#include "log.h"
#include "mem.h"

enum { QUIET_MS = 60000, TRIES = 3, PORTIONS = 8 };

static void
say(struct desk *d, const char *what, const struct err *e)
{
	const uint64_t now_ms = clock_mono_ms();

	d->failing = true;
	if (now_ms < d->quiet_until_ms)
		return;
	d->quiet_until_ms = now_ms + QUIET_MS;
	log_error("History: %s: %s. Mail goes on.", what, e->text);
}

static void
drop_all(struct desk *d)
{
	d->lost += d->heap.n;
	heap_clear(&d->heap);
}

static void
shut(struct desk *d)
{
	history_close(&d->history);
	d->definitions = (struct history_definitions){.signatures = -1};
	d->limit = (struct history_limit){.per_hour = -1};
}

/* What a result means for the file; true when it is to be tried again. */
static bool
deal_with(struct desk *d, enum history_result result, const struct err *e)
{
	struct err why = {{0}};

	switch (result) {
	case HISTORY_DONE:
		return false;
	case HISTORY_AGAIN:
		say(d, "it cannot be written", e);
		if (d->history != NULL && !history_is_there(d->history))
			shut(d);
		return false;
	case HISTORY_REFUSED:
		say(d, "it is not written", e);
		shut(d);
		drop_all(d);
		return false;
	default:
		shut(d);
		if (history_set_aside(d->state_dir, &why) == -1) {
			say(d, "it is broken and cannot be put aside", &why);
			return false;
		}
		log_error("History: %s. It was put aside as history.bad in "
			  "%s, and a new one begins.",
		    e->text, d->state_dir);
		return true;
	}
}

static enum history_result
open_history(struct desk *d, struct err *e)
{
	if (d->history != NULL)
		return HISTORY_DONE;
	shut(d);
	return history_open(d->state_dir, &d->history, e);
}

static void
write_heap(struct desk *d)
{
	struct history_batch batch = {
	    .messages = d->heap.list, .n = d->heap.n, .lost = d->lost};
	enum history_result result = HISTORY_BROKEN;
	struct err e = {{0}};
	int i;

	for (i = 0; i < TRIES; i++) {
		result = open_history(d, &e);
		if (result == HISTORY_DONE)
			result = history_write(d->history, &batch, &e);
		if (!deal_with(d, result, &e))
			break;
	}
	if (result != HISTORY_DONE)
		return;
	heap_clear(&d->heap);
	d->lost = d->lost_said = 0;
	if (d->failing)
		log_info("History: it is written again.");
	d->failing = false;
}

static void
note_definitions(struct desk *d, struct filter *f)
{
	struct held *engine =
	    d->history != NULL ? holder_get(&f->engines) : NULL;
	const struct engine_info *info;
	struct history_definitions now = {0};
	struct err e = {{0}};
	enum history_result result;

	if (engine == NULL)
		return;
	info = engine_info((struct engine *)engine);
	if (!info->test_only)
		(void)snprintf(
		    now.version, sizeof(now.version), "%s", info->version);
	now.built_s = info->built_s;
	now.signatures = info->signatures;
	held_unref(engine);
	now.time_s = d->definitions.time_s;
	if (memcmp(&now, &d->definitions, sizeof(now)) == 0)
		return;
	now.time_s = clock_wall_ms() / 1000;
	result = history_note_definitions(d->history, &now, &e);
	if (result == HISTORY_DONE)
		d->definitions = now;
	(void)deal_with(d, result, &e);
}

static void
note_limit(struct desk *d, struct filter *f)
{
	struct history_limit now = {.time_s = clock_wall_ms() / 1000};
	struct quota_numbers numbers;
	enum history_result result;
	struct err e = {{0}};

	if (f->admission == NULL || d->history == NULL)
		return;
	admission_look(f->admission, &numbers);
	now.per_hour = numbers.limit == WINDOW_UNLIMITED
			   ? HISTORY_UNLIMITED
			   : (int64_t)numbers.limit;
	if (now.per_hour == d->limit.per_hour)
		return;
	result = history_note_limit(d->history, &now, &e);
	if (result == HISTORY_DONE)
		d->limit = now;
	(void)deal_with(d, result, &e);
}

static void
trim(struct desk *d, const struct config *c)
{
	const struct history_bounds bounds = {
	    .now_s = clock_wall_ms() / 1000,
	    .keep_s = (int64_t)(c->history_keep / 1000),
	    .size_max = c->history_keep_at_most,
	};
	struct err e = {{0}};
	int i;

	/* More than can come in the same time, but not all at once. */
	d->more = d->history != NULL;
	for (i = 0; i < PORTIONS && d->more; i++)
		(void)deal_with(
		    d, history_trim(d->history, &bounds, &d->more, &e), &e);
}

static void
tell_losses(struct desk *d)
{
	if (d->lost == d->lost_said)
		return;
	log_warn("History: %llu messages are missing in it, because more came "
		 "than could be written.",
	    (unsigned long long)(d->lost - d->lost_said));
	d->lost_said = d->lost;
}

/* The mail is about what was written, so it comes behind the writing. */
static void
send_report(struct desk *d, const struct config *c, const char *base)
{
	struct err e = {{0}};
	int result =
	    report_post_tend(&d->post, c, base, clock_wall_ms() / 1000, &e);

	if (result == 1)
		log_info("The report was sent to %s.", c->report_mail_to);
	else if (result == -1)
		log_warn("The report could not be sent: %s. It is tried again "
			 "in some minutes.",
		    e.text);
}

/* The configuration may have changed since the last time. */
static void
follow(struct desk *d, const struct config *c)
{
	d->wanted = c->history_enabled;
	if (d->wanted && d->state_dir != NULL &&
	    strcmp(d->state_dir, c->server_state_dir) == 0)
		return;
	shut(d);
	free(d->state_dir);
	d->state_dir = mem_strdup(c->server_state_dir);
	d->more = false;
}

void
desk_init(struct desk *d, struct filter *f)
{
	struct live_config *live = filter_config(f);

	*d = (struct desk){0};
	follow(d, live->config);
	held_unref(&live->held);
}

void
desk_work(struct desk *d, struct filter *f, bool minute)
{
	struct live_config *live = filter_config(f);
	struct err e = {{0}};

	follow(d, live->config);
	if (!d->wanted) {
		heap_clear(&d->heap);
		d->lost = d->lost_said = 0;
	} else {
		if (d->heap.n > 0)
			write_heap(d);
		if (minute && d->history != NULL &&
		    !history_is_there(d->history))
			shut(d);
		if (minute && d->history == NULL)
			(void)deal_with(d, open_history(d, &e), &e);
		if (minute || d->definitions.signatures < 0)
			note_definitions(d, f);
		if (minute)
			note_limit(d, f);
		if (minute || d->more)
			trim(d, live->config);
		if (minute)
			tell_losses(d);
		if (minute && d->history != NULL)
			send_report(d, live->config, f->base);
	}
	held_unref(&live->held);
}

void
desk_clear(struct desk *d)
{
	drop_all(d);
	tell_losses(d);
	shut(d);
	free(d->state_dir);
	d->state_dir = NULL;
}
