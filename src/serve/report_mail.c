/*
 * A report as a mail. Both parts are base64, so that no line of theirs can be
 * taken for a boundary or be too long.
 */
#include "report_mail_priv.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base64.h"
#include "sign.h"

/* "_" is not a letter of base64. */
#define BOUNDARY "_cgpward_report_"

enum { ID_RANDOM = 16, DATE_SIZE = 40 };

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f)
			return false;
	return true;
}

static void
add_date(struct buf *out, int64_t now_s)
{
	const time_t now = (time_t)now_s;
	char date[DATE_SIZE] = "";
	struct tm tm = {0};

	(void)gmtime_r(&now, &tm);
	(void)strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &tm);
	(void)buf_addf(out, "Date: %s\n", date);
}

static void
add_message_id(struct buf *out, const char *from)
{
	const char *at = strrchr(from, '@');
	unsigned char random[ID_RANDOM];
	size_t i;

	sign_mac_random(random, sizeof(random));
	(void)buf_adds(out, "Message-ID: <");
	for (i = 0; i < sizeof(random); i++)
		(void)buf_addf(out, "%02x", (unsigned)random[i]);
	(void)buf_addf(
	    out, "@%s>\n", at != NULL && is_ascii(at) ? at + 1 : "localhost");
}

static void
add_part(const struct report_mail *m, enum report_form form, struct buf *out)
{
	struct buf text;

	buf_init(&text, REPORT_SIZE_MAX);
	report_write(m->report, form, &text);
	base64_add_lines(out, text.data, text.len);
	buf_fini(&text);
}

void
report_mail_write(const struct report_mail *m, struct buf *out)
{
	const bool named = m->host[0] != '\0' && is_ascii(m->host);

	add_date(out, m->now_s);
	(void)buf_addf(out, "From: <%s>\n", m->from);
	if (is_ascii(m->to))
		(void)buf_addf(out, "To: <%s>\n", m->to);
	else
		(void)buf_adds(out, "To: undisclosed-recipients:;\n");
	(void)buf_addf(out, "Subject: cgpward report%s%s: %s\n",
	    named ? " of " : "", named ? m->host : "", m->period);
	add_message_id(out, m->from);
	(void)buf_adds(out, "Auto-Submitted: auto-generated\n"
			    "MIME-Version: 1.0\n"
			    "Content-Type: multipart/mixed;\n"
			    " boundary=\"" BOUNDARY "\"\n\n"
			    "--" BOUNDARY "\n"
			    "Content-Type: text/plain; charset=UTF-8\n"
			    "Content-Transfer-Encoding: base64\n\n");
	add_part(m, REPORT_TEXT, out);
	(void)buf_adds(out, "\n--" BOUNDARY "\n"
			    "Content-Type: text/html; charset=UTF-8\n"
			    "Content-Disposition: attachment;\n"
			    " filename=\"cgpward-report.html\"\n"
			    "Content-Transfer-Encoding: base64\n\n");
	add_part(m, REPORT_HTML, out);
	(void)buf_adds(out, "\n--" BOUNDARY "--\n");
}
