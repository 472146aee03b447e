/* What is written down about a message when it is put aside. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mailtext.h"
#include "mem.h"
#include "newfile.h"
#include "quarantine_priv.h"
#include "shelf_priv.h"
#include "text.h"

enum { VALUE_MAX = 1000 };

/* A value from the message, escaped and cut. */
static char *
shown(const char *s, size_t len)
{
	char *text = mem_zalloc(VALUE_MAX, 1);

	(void)text_escape_n(text, VALUE_MAX, s, len);
	return text;
}

static char *
shown_slice(struct slice s)
{
	return shown(s.data, s.len);
}

static char *
shown_subject(struct slice raw)
{
	struct buf text;
	char *result;

	buf_init(&text, 4 * MESSAGE_VALUE_MAX);
	mailtext_decode(raw, &text);
	result = shown(text.data, text.len);
	buf_fini(&text);
	return result;
}

void
quarantine_time(int64_t now_ms, char text_r[QUARANTINE_TIME_SIZE])
{
	time_t now = (time_t)(now_ms / 1000);
	struct tm tm = {0};

	(void)gmtime_r(&now, &tm);
	if (strftime(text_r, QUARANTINE_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm) ==
	    0)
		text_r[0] = '\0';
}

static void
describe_message(struct record *r, const struct message *m)
{
	size_t pos = 0;
	struct slice address;

	r->queue_id = shown(m->queue_id, strlen(m->queue_id));
	r->message_id = shown_slice(m->message_id);
	r->subject = shown_subject(m->subject);
	r->sender = shown_slice(m->envelope.sender);
	r->source = shown_slice(m->envelope.source);
	r->ip = shown_slice(m->envelope.ip);
	r->account = shown_slice(m->envelope.account);
	r->size = m->file_size;
	r->recipient_count = m->envelope.recipients;
	while (r->recipients_n < RECORD_RECIPIENTS_MAX &&
	       envelope_next_recipient(&m->envelope, &pos, &address))
		r->recipients[r->recipients_n++] = shown_slice(address);
}

static void
describe_findings(struct record *r, const struct findings *findings)
{
	const struct finding *from;
	struct record_finding *to;

	while (r->findings_n < findings->n &&
	       r->findings_n < RECORD_FINDINGS_MAX) {
		from = &findings->list[r->findings_n];
		to = &r->findings[r->findings_n++];
		to->class = mem_strdup(class_name(from->class));
		to->name = mem_strdup(from->name);
		to->where = mem_strdup(from->where);
	}
}

static char *
copy_or_empty(const char *s)
{
	return mem_strdup(s != NULL ? s : "");
}

void
quarantine_describe(
    const struct quarantine_item *item, const char *id, struct buf *out)
{
	char when[QUARANTINE_TIME_SIZE];
	struct record r = {0};

	quarantine_time(item->now_ms, when);
	describe_message(&r, item->message);
	describe_findings(&r, item->findings);
	r.id = mem_strdup(id);
	r.when = mem_strdup(when);
	r.class = mem_strdup(class_name(item->verdict->class));
	r.action = mem_strdup(action_name(item->verdict->action.kind));
	r.program = mem_strdup(CGPWARD_VERSION);
	r.engine = copy_or_empty(item->engine);
	r.definitions = copy_or_empty(item->definitions);
	record_write(&r, out);
	record_fini(&r);
}

int
quarantine_write_record(
    int day_fd, const char *id, const struct buf *text, struct err *e)
{
	char *name = mem_printf("%s.json", id);
	char *temp = mem_printf("%s.json.tmp", id);
	struct newfile_whole whole = {
	    day_fd, temp, name, text->data, text->len};
	int rc = text->cut ? err_set(e, "%s: is too long", name)
			   : newfile_write(&whole, e);

	free(name);
	free(temp);
	return rc;
}
