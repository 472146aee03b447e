/*
 * The report that is sent by mail when a day, a week or a month is over. One
 * thread calls.
 */
#ifndef REPORT_POST_PRIV_H
#define REPORT_POST_PRIV_H

#include <stdint.h>

#include "config.h"
#include "err.h"

/* A day, week or month that is over, in UTC. */
struct report_span {
	int64_t from_s, to_s;
};

/* The last one that is over at a time; `every` is one of config.h's words. */
struct report_span report_span_before(int every, int64_t now_s);

/* Belongs to the thread; zeroed at first. */
struct report_post {
	int64_t sent_s;  /* end of the span that is known to be sent */
	int64_t again_s; /* after a failure: not before this */
};

/*
 * Sends the report when one is due: at most once for each span, whatever
 * happens, and whichever process of the state folder comes first. The end of
 * the last span is in state_dir/report.sent. The first time nothing is sent;
 * that begins with the span that is going on. Returns 1 when it was sent, 0
 * when nothing was due, -1 when it could not be sent and is tried later.
 */
int report_post_tend(struct report_post *p, const struct config *config,
    const char *base, int64_t now_s, struct err *e);

#endif
