/*
 * What is told of a job: the response to the server, and words for a person;
 * and the answer for a job that takes too long.
 */
#include <stddef.h>
#include <stdlib.h>

#include "clock.h"
#include "job_priv.h"
#include "log.h"
#include "mem.h"
#include "response.h"

enum { WORDS_MAX = 8192 };

const char *
job_definitions(const struct job *job)
{
	const struct engine_info *info =
	    job->engine != NULL ? engine_info(job->engine) : NULL;

	return info != NULL && !info->test_only ? info->version : NULL;
}

void
job_response(const struct job *job, struct buf *line)
{
	struct response_source source = {
	    .seq = job->seq,
	    .queue_id =
		job->message != NULL ? job->message->queue_id : job->path,
	    .config = job->config,
	    .verdict = &job->verdict,
	    .findings = &job->findings,
	    .scanner = {CGPWARD_VERSION, engine_version(),
		job_definitions(job)},
	    .interface = atomic_load(&job->filter->interface),
	};
	unsigned left = 0;

	if (job->recalled != NULL)
		(void)buf_addf(line, "%s %s", job->seq, job->recalled);
	else if (job->guarded)
		(void)buf_addf(line, "%s OK", job->seq);
	else
		left = response_build(&source, line);
	if (left > 0)
		log_warn("%s: %u header fields did not fit into the answer.",
		    job->path, left);
}

bool
job_answer(struct job *job)
{
	struct buf line;
	bool first;

	buf_init(&line, PROTO_LINE_MAX);
	if (job->refusal != NULL)
		response_defer(job->seq, job->refusal, &line);
	else if (job->unscanned)
		response_unscanned(job->seq, job->config,
		    atomic_load(&job->filter->interface), &line);
	else
		job_response(job, &line);
	first = roster_claim(&job->filter->roster, &job->entry);
	if (first) {
		vitals_answer(&job->filter->vitals, line.data,
		    job->verdict.class, clock_mono_ms() - job->entry.since_ms);
		writer_line(job->filter->writer, line.data);
	} else {
		log_warn("%s: the scan ended after it had been answered for.",
		    job->path);
	}
	buf_fini(&line);
	return first;
}

/* What a person at the terminal reads beside the response. */
static void
explain(const struct job *job)
{
	struct buf words;

	buf_init(&words, WORDS_MAX);
	verdict_words(&job->verdict, &job->findings, &words);
	writer_line(job->filter->writer, words.data);
	buf_fini(&words);
}

void
job_tell(const struct job *job)
{
	if (job->filter->on_terminal)
		explain(job);
	else
		job_log(job);
}

/* What the answer for somebody else's job needs. */
struct overdue {
	char *seq, *path;
	uint64_t since_ms;
	bool in_work;
	struct fallback fallback; /* with a reference of its own */
};

/* The roster's lock is held, so the job lasts until this is done. */
static void
note_overdue(void *arg, const struct roster_entry *entry)
{
	struct overdue *o = arg;
	const struct job *job =
	    (const struct job *)(const void *)((const char *)entry -
					       offsetof(struct job, entry));
	const struct fallback *fallback = atomic_load(&job->fallback);

	o->seq = mem_strdup(job->seq);
	o->path = mem_strdup(job->path);
	o->since_ms = entry->since_ms;
	o->in_work = entry->in_work;
	if (fallback != NULL) {
		o->fallback = *fallback;
		(void)held_ref(&fallback->live->held);
	}
}

static void
overdue_fini(struct overdue *o)
{
	held_unref(&o->fallback.live->held);
	free(o->seq);
	free(o->path);
}

/* The action of its policies; before they are known, that for everybody. */
static void
decide_overdue(struct filter *f, struct overdue *o,
    const struct findings *findings, struct verdict *verdict)
{
	struct fallback *b = &o->fallback;

	if (b->live == NULL) {
		b->live = filter_config(f);
		b->config = b->live->config;
		b->action = b->config->action[CLASS_error];
	}
	verdict_decide(b->config, findings, verdict);
	verdict->action = b->action;
	if (verdict->action.quarantine) /* nothing was stored */
		verdict->action.kind = ACTION_DEFER;
}

static void
log_overdue(const struct overdue *o, const char *reason, const char *action)
{
	const struct log_field fields[] = {
	    {"seq", o->seq, LOG_HEAD},
	    {"queue", o->path, LOG_HEAD},
	    {"class", class_name(CLASS_error), LOG_PLAIN},
	    {"name", reason, LOG_PLAIN},
	    {"action", action, LOG_PLAIN},
	};

	log_event(LOG_LEVEL_ERROR, fields, sizeof(fields) / sizeof(fields[0]));
}

bool
job_answer_overdue(
    struct filter *f, uint64_t before_ms, const char *reason, bool *in_work_r)
{
	struct findings findings = {0};
	struct verdict verdict;
	struct overdue o = {0};
	struct response_source source = {0};
	struct buf line;

	if (!roster_claim_overdue(&f->roster, before_ms, note_overdue, &o))
		return false;
	findings_add(&findings, CLASS_error, reason, "mail");
	decide_overdue(f, &o, &findings, &verdict);
	source.seq = o.seq;
	source.queue_id = o.path;
	source.config = o.fallback.config;
	source.verdict = &verdict;
	source.findings = &findings;
	source.scanner.program = CGPWARD_VERSION;
	source.scanner.engine = engine_version();
	source.interface = atomic_load(&f->interface);
	buf_init(&line, PROTO_LINE_MAX);
	(void)response_build(&source, &line);
	log_overdue(&o, reason, action_name(verdict.action.kind));
	vitals_count(&f->vitals, VITAL_overdue);
	vitals_answer(
	    &f->vitals, line.data, CLASS_error, clock_mono_ms() - o.since_ms);
	writer_line(f->writer, line.data);
	job_note_overdue(
	    f, &(struct job_overdue){&verdict, o.path, o.since_ms});
	*in_work_r = o.in_work;
	buf_fini(&line);
	findings_fini(&findings);
	overdue_fini(&o);
	return true;
}
