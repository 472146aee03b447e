/*
 * The last step of a message that is to be delivered: whether the license
 * lets it go. A message that is held belongs to nobody's worker; the main
 * thread answers it when a place has become free, in order of arrival.
 */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "job_priv.h"
#include "mem.h"
#include "recall.h"

static bool
is_delivered(const struct job *job)
{
	return job->verdict.action.kind == ACTION_PASS ||
	       job->verdict.action.kind == ACTION_TAG;
}

static int64_t
nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

/* The same file, definitions and configuration have the same verdict. */
static struct recall_key
key_of(const struct job *job)
{
	const struct message *m = job->message;

	return (struct recall_key){
	    .device = (uint64_t)m->device,
	    .inode = (uint64_t)m->inode,
	    .size = m->file_size,
	    .mtime_ns = nanoseconds(&m->mtime),
	    .ctime_ns = nanoseconds(&m->ctime),
	    .definitions = engine_info(job->engine)->stamp,
	    .config = job->live->config->stamp,
	};
}

bool
job_recall(struct job *job)
{
	struct recall_key key = key_of(job);

	if (job->filter->recall == NULL)
		return false;
	job->recalled = recall_get(job->filter->recall, &key);
	if (job->recalled == NULL)
		return false;
	job->verdict = (struct verdict){
	    .class = CLASS_clean,
	    .action = {.kind = strcmp(job->recalled, "OK") == 0 ? ACTION_PASS
								: ACTION_TAG},
	};
	return true;
}

/* Remembers the answer for the time when the message is offered again. */
static void
remember(const struct job *job)
{
	struct recall_key key;
	struct buf line;

	/* What was not scanned to its end is to be scanned the next time. */
	if (!job->scanned || job->recalled != NULL ||
	    job->filter->recall == NULL)
		return;
	key = key_of(job);
	buf_init(&line, PROTO_LINE_MAX);
	job_response(job, &line);
	recall_put(job->filter->recall, &key, line.data + strlen(job->seq) + 1);
	buf_fini(&line);
}

static void
refuse(struct job *job, const char *why)
{
	remember(job);
	job->refusal = mem_strdup(why);
	job->verdict.action.kind = ACTION_DEFER;
}

static void
hold(struct job *job)
{
	struct filter *f = job->filter;

	job->held_ms = clock_mono_ms();
	roster_rest(&f->roster, &job->entry);
	queue_put(&f->held, &job->item);
}

bool
job_admit(struct job *job)
{
	struct filter *f = job->filter;
	int exceeded = job->config->quota_exceeded;
	struct buf refusal;
	bool answer_now = true;

	if (f->admission == NULL || !is_delivered(job))
		return true;
	buf_init(&refusal, PROTO_LINE_MAX);
	/* Whoever comes while others wait waits behind them. */
	if ((exceeded == EXCEEDED_HOLD && queue_count(&f->held) > 0) ||
	    !admission_ask(f->admission, &refusal)) {
		if (exceeded == EXCEEDED_HOLD)
			answer_now = false;
		else if (exceeded == EXCEEDED_PASS)
			job->unscanned = true;
		else
			refuse(job, refusal.data);
	}
	buf_fini(&refusal);
	if (!answer_now)
		hold(job);
	return answer_now;
}

/* Whether it has waited long enough, by its own setting or the watchdog's. */
static bool
is_over(const struct job *job, uint64_t now_ms)
{
	uint64_t limit_ms = job->config->server_answer_within;

	return now_ms - job->held_ms >= job->config->quota_hold_at_most ||
	       now_ms - job->entry.since_ms >= limit_ms - limit_ms / 10;
}

void
job_release_held(struct filter *f, bool ending)
{
	struct job *job;
	struct buf refusal;
	bool room, over;

	if (f->admission == NULL)
		return;
	while ((job = (struct job *)queue_first(&f->held)) != NULL) {
		buf_init(&refusal, PROTO_LINE_MAX);
		over = ending || is_over(job, clock_mono_ms());
		room = admission_has_room(f->admission, &refusal);
		if (room || over) {
			(void)queue_take(&f->held);
			if (!room || !admission_ask(f->admission, &refusal))
				refuse(job, refusal.data);
			job_finish(job);
			job_free(job);
		}
		buf_fini(&refusal);
		if (!room && !over)
			return;
	}
}
