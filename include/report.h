/*
 * The report: what the history says about a period, for people and programs.
 * All that came from messages is escaped for the form it goes into. Pure
 * results; any thread may call.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "buf.h"
#include "err.h"

enum { REPORT_SIZE_MAX = 64 * 1024 * 1024 }; /* of the longest one, bytes */

enum report_form {
	REPORT_TEXT, /* plain, 78 columns, UTF-8 */
	REPORT_HTML, /* one page that needs nothing else */
	REPORT_JSON,
	REPORT_CSV /* RFC 4180: section, item, measure, value */
};

/* The period begins with a full hour; times are seconds since 1970. */
struct report_order {
	const char *state_dir;
	const char *host; /* for the title; NULL: none */
	int64_t from_s, to_s;
	int64_t now_s;
};

struct report;

/* Reads the history; -1 with a text when there is none. */
int report_new(
    const struct report_order *order, struct report **report_r, struct err *e);

/* Adds the report to `out`, which is cut when it has no room for it. */
void report_write(
    const struct report *report, enum report_form form, struct buf *out);

/* Frees and sets the pointer to NULL; NULL is fine. */
void report_free(struct report **report);

#endif
