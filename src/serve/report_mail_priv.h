/* A report as a mail: the text, and the page attached to it. */
#ifndef REPORT_MAIL_PRIV_H
#define REPORT_MAIL_PRIV_H

#include <stdint.h>

#include "buf.h"
#include "report.h"

enum { REPORT_MAIL_MAX = 2 * REPORT_SIZE_MAX };

/* All of it is the caller's. */
struct report_mail {
	const struct report *report;
	const char *from, *to; /* addresses */
	const char *host;      /* letters, digits, dots; or "" */
	const char *period;    /* "2026-11-20", for the subject */
	int64_t now_s;
};

/* Adds the mail (RFC 5322, "\n"); `out` is cut when it has no room. */
void report_mail_write(const struct report_mail *mail, struct buf *out);

#endif
