/*
 * A notice as a mail. Text that is not plain ASCII is sent as base64, and its
 * line ends inside are CR LF, as RFC 2045 wants them.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base64.h"
#include "field_out_priv.h"
#include "notice_priv.h"

enum { PLAIN_LINE_MAX = 900, DATE_SIZE = 40 };

/* Whether a text can stand in a mail as it is. */
static bool
is_plain(const char *text)
{
	size_t line = 0;

	for (; *text != '\0'; text++) {
		line = *text == '\n' ? 0 : line + 1;
		if ((unsigned char)*text >= 0x7f || line > PLAIN_LINE_MAX ||
		    (*text < ' ' && *text != '\n'))
			return false;
	}
	return true;
}

static void
add_field(struct buf *out, const char *name, const char *value)
{
	field_out_add(out, name, value);
	(void)buf_addc(out, '\n');
}

static void
add_encoded(struct buf *out, const char *text)
{
	struct buf lines;
	size_t n;

	buf_init(&lines, 2 * NOTICE_TEXT_MAX);
	while (*text != '\0') {
		n = strcspn(text, "\n");
		(void)buf_add(&lines, text, n);
		(void)buf_adds(&lines, "\r\n");
		text += n + (text[n] == '\n');
	}
	base64_add_lines(out, lines.data, lines.len);
	buf_fini(&lines);
}

void
notice_mail(const struct notice_letter *l, struct buf *out)
{
	bool plain = is_plain(l->text);
	time_t now = (time_t)(l->now_ms / 1000);
	char date[DATE_SIZE] = "";
	struct tm tm = {0};

	(void)gmtime_r(&now, &tm);
	(void)strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &tm);
	add_field(out, "Date", date);
	(void)buf_addf(out, "From: <%s>\n", l->from);
	if (is_plain(l->to))
		(void)buf_addf(out, "To: <%s>\n", l->to);
	else
		(void)buf_adds(out, "To: undisclosed-recipients:;\n");
	add_field(out, "Subject", l->subject);
	add_field(out, "Message-ID", l->message_id);
	add_field(out, "Auto-Submitted", "auto-generated");
	add_field(out, "MIME-Version", "1.0");
	add_field(out, "Content-Type",
	    plain ? "text/plain; charset=US-ASCII"
		  : "text/plain; charset=UTF-8");
	add_field(out, "Content-Transfer-Encoding", plain ? "7bit" : "base64");
	(void)buf_addc(out, '\n');
	if (plain)
		(void)buf_adds(out, l->text);
	else
		add_encoded(out, l->text);
}
