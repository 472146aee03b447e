/*
 * Submitting a stored message again. Fields of its head that the server would
 * obey are left out; a CR or a NUL inside a line, which one server might take
 * for a line end, becomes a blank.
 */
#include <stdlib.h>
#include <string.h>

#include "loop_guard.h"
#include "submit.h"
#include "text.h"

/* Copies of what may be as large as the message. */
struct text {
	char *head, *body;
	size_t head_len, body_len;
};

static const char *const foreign[] = {
    "Envelope-To", "Return-Path", LOOP_GUARD_NAME};

/* A line up to "\n", without it and without a CR before it. */
static struct slice
next_line(struct slice text, size_t *pos)
{
	const char *s = text.data + *pos;
	const char *nl = memchr(s, '\n', text.len - *pos);
	size_t len = nl != NULL ? (size_t)(nl - s) : text.len - *pos;

	*pos += len + (nl != NULL);
	if (len > 0 && s[len - 1] == '\r')
		len--;
	return (struct slice){s, len};
}

/* What is a blank, or becomes one. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

static bool
is_foreign(struct slice line)
{
	size_t i, n;

	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		n = strlen(foreign[i]);
		if (line.len <= n ||
		    text_find(line.data, n, foreign[i]) == NULL)
			continue;
		while (n < line.len && is_blank(line.data[n]))
			n++;
		if (n < line.len && line.data[n] == ':')
			return true;
	}
	return false;
}

/* Copies the head without foreign fields; returns where the body begins. */
static size_t
take_head(struct slice all, struct text *t)
{
	struct slice line;
	size_t pos = 0, i;
	bool left_out = true; /* a first line that continues nothing is */
	char c;

	while (pos < all.len) {
		line = next_line(all, &pos);
		if (line.len == 0)
			break;
		if (!is_blank(line.data[0]))
			left_out = is_foreign(line);
		if (left_out)
			continue;
		for (i = 0; i < line.len; i++) {
			c = line.data[i];
			t->head[t->head_len++] =
			    c == '\r' || c == '\0' ? ' ' : c;
		}
		t->head[t->head_len++] = '\n';
	}
	t->head[t->head_len++] = '\n';
	return pos;
}

/* Copies the body with "\n" for each CR LF, and one at its end. */
static void
take_body(struct slice all, size_t pos, struct text *t)
{
	for (; pos < all.len; pos++)
		if (all.data[pos] != '\r' || pos + 1 == all.len ||
		    all.data[pos + 1] != '\n')
			t->body[t->body_len++] = all.data[pos];
	if (t->body_len > 0 && t->body[t->body_len - 1] != '\n')
		t->body[t->body_len++] = '\n';
}

static int
send_text(const struct submit_again *again, const struct text *t,
    const struct slice *recipients, size_t n, struct err *e)
{
	struct loop_guard_mail guard = {
	    .state_dir = again->state_dir,
	    .text = {t->head, t->head_len + t->body_len},
	    .rest_fd = -1,
	    .recipients = recipients,
	    .recipients_n = n,
	    .now_s = again->now_s,
	};
	struct submit_mail mail = {
	    .folder = again->folder,
	    .sender = again->message->envelope.sender,
	    .recipients = recipients,
	    .recipients_n = n,
	};
	struct buf field;
	int rc;

	buf_init(&field, LOOP_GUARD_FIELD_MAX);
	rc = loop_guard_make(&guard, &field, e);
	if (rc == 0) {
		mail.pieces[0] = (struct slice){field.data, field.len};
		mail.pieces[1] = guard.text;
		rc = submit_mail(&mail, e);
	}
	buf_fini(&field);
	return rc;
}

int
submit_again(const struct submit_again *again, struct err *e)
{
	const struct message *m = again->message;
	struct slice *recipients = NULL;
	struct text t = {0};
	size_t n = 0, at;
	int rc = -1;

	if (m->envelope.recipients == 0)
		return err_set(e, "its envelope has no recipients");
	/* Head and body are one piece; each may get a line end more. */
	t.head = malloc(m->bare.len + 4);
	if (t.head == NULL)
		return err_set(
		    e, "there is no memory for %zu bytes", m->bare.len);
	if (loop_guard_recipients(&m->envelope, &recipients, &n, e) == 0) {
		at = take_head(m->bare, &t);
		t.body = t.head + t.head_len;
		take_body(m->bare, at, &t);
		rc = send_text(again, &t, recipients, n, e);
	}
	free(recipients);
	free(t.head);
	return rc;
}
