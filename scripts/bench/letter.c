/* Mails with CR LF, multipart/mixed. */
#include "letter.h"

#include <string.h>

#include "content.h"

enum { QUANTUM = 57 /* bytes in a line of base64 */ };

static void
delimiter(struct letter *l, const char *end)
{
	(void)buf_addf(l->out, "\r\n--=_bench_%u%s\r\n", l->number, end);
}

static void
part(struct letter *l, struct draw *d, const char *type, size_t size)
{
	struct content c = {.size = size};

	delimiter(l, "");
	(void)buf_addf(l->out,
	    "Content-Type: text/%s; charset=us-ascii\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n\r\n",
	    type);
	if (strcmp(type, "html") == 0)
		content_kind("html")->fill(l->out, d, &c);
	else
		content_text(l->out, d, &c);
}

void
letter_open(struct letter *l, struct draw *d, size_t text)
{
	(void)buf_addf(l->out,
	    "Received: from mail%u.example.org (mail%u.example.org "
	    "[192.0.2.%u])\r\n"
	    "\tby mail.example.net with ESMTPS id %u;\r\n"
	    "\tFri, 21 Nov 2025 10:00:%02u +0000\r\n"
	    "From: Sender %u <sender%u@example.org>\r\n"
	    "To: recipient@example.net\r\n"
	    "Subject: Letter number %u\r\n"
	    "Date: Fri, 21 Nov 2025 10:00:%02u +0000\r\n"
	    "Message-ID: <%u.%u@example.org>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=\"=_bench_%u\"\r\n\r\n"
	    "This is a message in MIME format.\r\n",
	    draw_below(d, 90), draw_below(d, 90), draw_below(d, 250),
	    draw_below(d, 1000000), l->number % 60, l->number, l->number,
	    l->number, l->number % 60, l->number, draw_below(d, 1000000),
	    l->number);
	part(l, d, "plain", text);
}

void
letter_alternative(struct letter *l, struct draw *d, size_t text)
{
	part(l, d, "html", text);
}

void
letter_part(struct letter *l, struct draw *d, size_t size)
{
	part(l, d, "plain", size);
}

static void
base64(struct buf *out, const unsigned char *p, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	char line[QUANTUM / 3 * 4 + 2];
	size_t i, n = 0, left;
	unsigned long bits;

	for (i = 0; i < len; i += 3) {
		left = len - i;
		bits = (unsigned long)p[i] << 16;
		bits |= left > 1 ? (unsigned long)p[i + 1] << 8 : 0;
		bits |= left > 2 ? p[i + 2] : 0;
		line[n++] = digits[bits >> 18];
		line[n++] = digits[(bits >> 12) & 63];
		line[n++] = left > 1 ? digits[(bits >> 6) & 63] : '=';
		line[n++] = left > 2 ? digits[bits & 63] : '=';
		if (n == QUANTUM / 3 * 4 || left <= 3) {
			line[n++] = '\r';
			line[n++] = '\n';
			(void)buf_add(out, line, n);
			n = 0;
		}
	}
}

void
letter_attach(struct letter *l, const char *name, const char *type,
    const struct buf *data)
{
	delimiter(l, "");
	(void)buf_addf(l->out,
	    "Content-Type: %s; name=\"%s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n",
	    type, name, name);
	base64(l->out, (const unsigned char *)data->data, data->len);
}

void
letter_close(struct letter *l)
{
	delimiter(l, "--");
}
