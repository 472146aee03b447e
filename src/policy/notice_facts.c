/* What a notice tells, copied from a message and made harmless. */
#include <stdlib.h>
#include <string.h>

#include "mailtext.h"
#include "mem.h"
#include "notice_priv.h"
#include "quarantine.h"
#include "text.h"

enum {
	VALUE_MAX = 400,
	LISTED_MAX = 10, /* recipients and findings that are named */
	LIST_MAX = 16 * 1024
};

static char *
shown(struct slice s)
{
	char *text = mem_zalloc(VALUE_MAX, 1);

	(void)text_escape_n(text, VALUE_MAX, s.data, s.len);
	return text;
}

static char *
shown_subject(struct slice raw)
{
	struct buf text;
	char *result;

	buf_init(&text, 4 * MESSAGE_VALUE_MAX);
	mailtext_decode(raw, &text);
	result = shown((struct slice){text.data, text.len});
	buf_fini(&text);
	return result;
}

static char *
list_recipients(const struct envelope *envelope)
{
	struct slice address;
	struct buf text;
	char *one, *result;
	size_t pos = 0, n = 0;

	buf_init(&text, LIST_MAX);
	while (n < LISTED_MAX &&
	       envelope_next_recipient(envelope, &pos, &address)) {
		one = shown(address);
		(void)buf_addf(&text, "%s%s", n++ > 0 ? ", " : "", one);
		free(one);
	}
	if (envelope->recipients > n)
		(void)buf_addf(&text, " (+%zu)", envelope->recipients - n);
	result = mem_strdup(text.data);
	buf_fini(&text);
	return result;
}

static char *
list_findings(const struct findings *findings)
{
	const struct finding *f;
	struct buf text;
	char *result;
	size_t i;

	buf_init(&text, LIST_MAX);
	for (i = 0; i < findings->n && i < LISTED_MAX; i++) {
		f = &findings->list[i];
		(void)buf_addf(&text, "  %s: %s (%s)\n", class_name(f->class),
		    f->name, f->where);
	}
	if (findings->n + findings->dropped > i)
		(void)buf_addf(
		    &text, "  (+%zu)\n", findings->n + findings->dropped - i);
	result = mem_strdup(text.data);
	buf_fini(&text);
	return result;
}

void
notice_facts_take(struct notice_facts *f, const struct notice_case *c)
{
	static const struct message nothing;
	const struct message *m = c->message != NULL ? c->message : &nothing;
	const char *id = m->queue_id != NULL ? m->queue_id : "";
	char when[QUARANTINE_TIME_SIZE];

	quarantine_time(c->now_ms, when);
	*f = (struct notice_facts){
	    .class = c->verdict->class,
	    .action = c->verdict->action.kind,
	    .name = mem_strdup(c->verdict->finding != NULL
				   ? c->verdict->finding->name
				   : class_name(c->verdict->class)),
	    .findings = list_findings(c->findings),
	    .sender = shown(m->envelope.sender),
	    .recipients = list_recipients(&m->envelope),
	    .subject = shown_subject(m->subject),
	    .message_id = shown(m->message_id),
	    .queue_id = shown((struct slice){id, strlen(id)}),
	    .ip = shown(m->envelope.ip),
	    .quarantine_id =
		mem_strdup(c->quarantine_id != NULL ? c->quarantine_id : ""),
	    .time = mem_strdup(when),
	};
}

void
notice_facts_fini(struct notice_facts *f)
{
	free(f->name);
	free(f->findings);
	free(f->sender);
	free(f->recipients);
	free(f->subject);
	free(f->message_id);
	free(f->queue_id);
	free(f->ip);
	free(f->quarantine_id);
	free(f->time);
	*f = (struct notice_facts){0};
}
