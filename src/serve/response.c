/* The response to a request, from its verdict. */
#include "response.h"

#include <string.h>

#include "proto.h"

enum { VERB_ROOM = 32, REASON_MAX = PROTO_LINE_MAX };

/* A response with a text: `REJECTED "..."`. */
static void
add_text(struct buf *line, const char *verb, const char *text)
{
	(void)buf_addf(line, "%s ", verb);
	proto_string(line, text, PROTO_SAFE_MAX - line->len);
}

void
response_defer(const char *seq, const char *reason, struct buf *line)
{
	(void)buf_addf(line, "%s ", seq);
	add_text(line, "REJECTED", reason);
}

void
response_unscanned(const char *seq, const struct config *config,
    unsigned interface, struct buf *line)
{
	struct buf field;

	buf_init(&field, REASON_MAX);
	(void)buf_addf(&field, "%s: Not scanned (license limit)",
	    config->headers_status[0] != '\0' ? config->headers_status
					      : "X-Virus-Status");
	(void)buf_addf(line, "%s ", seq);
	add_text(line, "ADDHEADER", field.data);
	if (interface >= PROTO_INTERFACE)
		(void)buf_adds(line, " OK");
	buf_fini(&field);
}

static void
add_reason(struct buf *line, const char *verb, const char *template,
    const struct response_source *s)
{
	struct buf reason;

	buf_init(&reason, REASON_MAX);
	verdict_text(s->verdict, template, s->queue_id, &reason);
	add_text(line, verb, reason.data);
	buf_fini(&reason);
}

/* Puts the fields together, as many as fit; how many did not. */
static unsigned
join_fields(const struct headers *headers, struct buf *text)
{
	size_t before;
	unsigned i;

	for (i = 0; i < headers->n; i++) {
		before = text->len;
		if ((before > 0 && buf_addc(text, '\n') == -1) ||
		    buf_adds(text, headers->field[i]) == -1) {
			text->data[before] = '\0';
			return headers->n - i;
		}
	}
	return 0;
}

/* ADDHEADER, or OK when there is nothing to add. */
static unsigned
add_headers(struct buf *line, const struct response_source *s)
{
	struct headers headers;
	struct buf text;
	unsigned left;

	headers_build(
	    s->config, s->verdict, s->findings, &s->scanner, &headers);
	/* An escape makes two bytes of one. */
	buf_init(&text, (PROTO_SAFE_MAX - line->len - VERB_ROOM) / 2);
	left = join_fields(&headers, &text);
	if (text.len == 0) {
		(void)buf_adds(line, "OK");
	} else {
		add_text(line, "ADDHEADER", text.data);
		if (s->interface >= PROTO_INTERFACE)
			(void)buf_adds(line, " OK");
	}
	buf_fini(&text);
	headers_fini(&headers);
	return left;
}

unsigned
response_build(const struct response_source *s, struct buf *line)
{
	(void)buf_addf(line, "%s ", s->seq);
	switch (s->verdict->action.kind) {
	case ACTION_DISCARD:
		(void)buf_adds(line, "DISCARD");
		return 0;
	case ACTION_REJECT:
		add_reason(line, "ERROR", s->config->texts_reject, s);
		return 0;
	case ACTION_DEFER:
		add_reason(line, "REJECTED", s->config->texts_defer, s);
		return 0;
	default:
		return add_headers(line, s);
	}
}
