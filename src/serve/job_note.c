/*
 * What the history learns of a job. Of a message without findings that is
 * numbers only.
 */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "historian.h"
#include "job_priv.h"
#include "mem.h"
#include "text.h"

/* A copy that can be shown, cut; NULL for nothing. */
static char *
kept(struct slice s)
{
	char text[HISTORY_TEXT_MAX];

	if (s.len == 0)
		return NULL;
	(void)text_escape_n(text, sizeof(text), s.data, s.len);
	return mem_strdup(text);
}

static struct slice
whole(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static void
add_finding(struct history_message *m, const struct finding *f)
{
	if (m->findings_n == HISTORY_FINDINGS_MAX)
		return;
	if (m->findings_n == 0)
		m->sentence = f->class == CLASS_error;
	m->findings[m->findings_n++] = (struct history_finding){
	    .class = class_name(f->class),
	    .name = kept(whole(f->name)),
	    .path = kept(whole(f->where)),
	};
}

/* The one that has decided comes first. */
static void
add_findings(struct history_message *m, const struct job *job)
{
	const struct finding *first = job->verdict.finding;
	size_t i;

	m->findings = mem_zalloc(HISTORY_FINDINGS_MAX, sizeof(m->findings[0]));
	if (first != NULL)
		add_finding(m, first);
	for (i = 0; i < job->findings.n; i++)
		if (&job->findings.list[i] != first)
			add_finding(m, &job->findings.list[i]);
}

static void
add_recipients(struct history_message *m, const struct envelope *envelope)
{
	struct slice address;
	size_t pos = 0;

	m->recipients =
	    mem_zalloc(HISTORY_RECIPIENTS_MAX, sizeof(m->recipients[0]));
	while (m->recipients_n < HISTORY_RECIPIENTS_MAX &&
	       envelope_next_recipient(envelope, &pos, &address))
		if (address.len > 0)
			m->recipients[m->recipients_n++] = kept(address);
}

static void
add_message(struct history_message *m, const struct message *message)
{
	const struct envelope *e = &message->envelope;

	m->queue_id = kept(whole(message->queue_id));
	m->message_id = kept(message->message_id);
	m->ip = kept(e->ip);
	m->sender = kept(e->sender);
	if (m->sender == NULL && e->has_sender)
		m->sender = mem_strdup("<>");
	add_recipients(m, e);
}

/* What the quota had to do with it. */
static void
add_quota(struct history_message *m, const struct job *job)
{
	const enum action_kind kind = job->verdict.action.kind;

	m->refused = job->refusal != NULL || job->unscanned;
	m->slot = !m->refused && !job->guarded &&
		  (kind == ACTION_PASS || kind == ACTION_TAG);
	m->wanted = (m->slot || m->refused) && job->recalled == NULL;
}

void
job_note(const struct job *job)
{
	struct history_message *m;

	if (!historian_wants(job->filter->historian))
		return;
	m = mem_zalloc(1, sizeof(*m));
	m->time_ms = clock_wall_ms();
	m->class = class_name(job->verdict.class);
	m->action = action_name(job->verdict.action.kind);
	m->answer_ms = clock_mono_ms() - job->entry.since_ms;
	m->scan_ms = job->scan_ms;
	add_quota(m, job);
	if (job->message != NULL)
		m->bytes = job->message->file_size;
	if (job->findings.n > 0) {
		add_findings(m, job);
		if (job->message != NULL)
			add_message(m, job->message);
		else
			m->queue_id = kept(whole(job->path));
	}
	historian_put(job->filter->historian, m);
}

void
job_note_overdue(struct filter *f, const struct job_overdue *o)
{
	struct history_message *m;

	if (!historian_wants(f->historian))
		return;
	m = mem_zalloc(1, sizeof(*m));
	m->time_ms = clock_wall_ms();
	m->class = class_name(o->verdict->class);
	m->action = action_name(o->verdict->action.kind);
	m->answer_ms = clock_mono_ms() - o->since_ms;
	m->queue_id = kept(whole(o->path));
	if (o->verdict->finding != NULL) {
		m->findings = mem_zalloc(1, sizeof(m->findings[0]));
		add_finding(m, o->verdict->finding);
	}
	historian_put(f->historian, m);
}
