/* The line that the log gets about each message. */
#include <stdio.h>

#include "clock.h"
#include "job_priv.h"
#include "log.h"
#include "text.h"

enum { TEXT_SIZE = 256, NUMBER_SIZE = 24 };

/* What comes from a message may hold NULs, and is never too long. */
struct texts {
	char queue[TEXT_SIZE];
	char id[TEXT_SIZE], from[TEXT_SIZE], source[TEXT_SIZE], ip[TEXT_SIZE];
	char recipients[NUMBER_SIZE], size[NUMBER_SIZE], ms[NUMBER_SIZE];
};

static void
copy(char text[TEXT_SIZE], struct slice s)
{
	(void)text_escape_n(text, TEXT_SIZE, s.data, s.len);
}

static void
write_number(char text[NUMBER_SIZE], uint64_t n)
{
	(void)snprintf(text, NUMBER_SIZE, "%llu", (unsigned long long)n);
}

static void
fill(struct texts *t, const struct job *job, const struct message *m)
{
	(void)text_escape(t->queue, sizeof(t->queue),
	    m->queue_id != NULL ? m->queue_id : job->path);
	copy(t->id, m->message_id);
	copy(t->from, m->envelope.sender);
	copy(t->source, m->envelope.source);
	copy(t->ip, m->envelope.ip);
	write_number(t->recipients, m->envelope.recipients);
	write_number(t->size, m->file_size);
	write_number(t->ms, clock_mono_ms() - job->entry.since_ms);
}

/* What was found, or why nothing was. */
static const char *
name_of(const struct job *job)
{
	const struct finding *f = job->verdict.finding;

	if (job->guarded)
		return "loop guard";
	if (job->verdict.unscanned)
		return "(not scanned)";
	return f != NULL ? f->name : "-";
}

void
job_log(const struct job *job)
{
	static const struct message nothing;
	const struct message *m =
	    job->message != NULL ? job->message : &nothing;
	const struct verdict *v = &job->verdict;
	const struct policy *policy = job->config->policy;
	struct texts t;
	const struct log_field fields[] = {
	    {"seq", job->seq, LOG_HEAD},
	    {"queue", t.queue, LOG_HEAD},
	    {"id", t.id, LOG_PLAIN},
	    {"from", t.from, LOG_ANGLE},
	    {"recipients", t.recipients, LOG_NUMBER},
	    {"source", t.source, LOG_PLAIN},
	    {"ip", t.ip, LOG_SQUARE},
	    {"size", t.size, LOG_NUMBER},
	    {"class", class_name(v->class), LOG_PLAIN},
	    {"name", name_of(job), LOG_PLAIN},
	    {"where", v->finding != NULL ? v->finding->where : "-", LOG_PLAIN},
	    {"action", action_name(v->action.kind), LOG_PLAIN},
	    {"quarantine",
		job->quarantine_id[0] != '\0' ? job->quarantine_id : NULL,
		LOG_PLAIN},
	    {"ms", t.ms, LOG_NUMBER},
	    {"policy", policy != NULL ? policy->name : NULL, LOG_PLAIN},
	};

	fill(&t, job, m);
	log_event(v->class == CLASS_error ? LOG_LEVEL_WARN : LOG_LEVEL_INFO,
	    fields, sizeof(fields) / sizeof(fields[0]));
}
