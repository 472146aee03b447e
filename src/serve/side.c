/* The side actions of one request. */
#include "side_priv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "engine.h"
#include "log.h"
#include "loop_guard.h"
#include "notice.h"
#include "postman.h"

bool
side_guard(const struct side_case *c)
{
	const struct message *m = c->message;
	struct loop_guard_mail mail = {
	    .state_dir = c->config->server_state_dir,
	    .text = m->bare,
	    .rest_fd = -1,
	    .now_s = clock_wall_ms() / 1000,
	};
	enum loop_guard_result result = LOOP_GUARD_WORTHLESS;
	struct slice *recipients = NULL;
	struct err why = {{0}};

	if (!loop_guard_is_there(m->bare))
		return false;
	if (loop_guard_recipients(
		&m->envelope, &recipients, &mail.recipients_n, &why) == 0 &&
	    (m->envelope.bytes.len + m->bare.len == m->file_size ||
		message_reopen(c->source, m, &mail.rest_fd, &why) == 0)) {
		mail.recipients = recipients;
		result = loop_guard_check(&mail, &why);
	}
	if (mail.rest_fd != -1)
		(void)close(mail.rest_fd);
	free(recipients);
	if (result == LOOP_GUARD_WORTHLESS)
		log_info("%s: its loop guard is not accepted: %s.", c->who,
		    why.text);
	return result == LOOP_GUARD_VALID;
}

/* What was not stored is kept by the server, whatever else was to be done. */
static void
defer(const struct side_case *c)
{
	size_t i;

	findings_add(c->findings, CLASS_error,
	    "it could not be stored in the quarantine", "mail");
	*c->verdict = (struct verdict){
	    .action = {.kind = ACTION_DEFER}, .class = CLASS_error};
	for (i = 0; i < c->findings->n; i++)
		if (c->findings->list[i].class == CLASS_error)
			c->verdict->finding = &c->findings->list[i];
}

void
side_store(const struct side_case *c, char id_r[QUARANTINE_ID_SIZE])
{
	struct quarantine_item item = {
	    .config = c->config,
	    .source = c->source,
	    .message = c->message,
	    .findings = c->findings,
	    .verdict = c->verdict,
	    .engine = engine_version(),
	    .definitions = c->definitions,
	    .now_ms = clock_wall_ms(),
	};
	struct quarantine *q = c->filter->quarantine;
	struct err e = {{0}};

	id_r[0] = '\0';
	if (!c->verdict->action.quarantine ||
	    quarantine_store(q, &item, id_r, &e) == 0)
		return;
	id_r[0] = '\0';
	if (quarantine_warning_due(q, clock_mono_ms()))
		log_warn("The quarantine fails, and messages for it are "
			 "deferred: %s.",
		    e.text);
	defer(c);
}

void
side_notify(const struct side_case *c, const char *quarantine_id)
{
	struct notice_case notice = {
	    .config = c->config,
	    .message = c->message,
	    .findings = c->findings,
	    .verdict = c->verdict,
	    .quarantine_id = quarantine_id,
	    .now_ms = clock_wall_ms(),
	};

	if (c->verdict->action.notify)
		postman_put(c->filter->postman, notice_new(&notice));
}
