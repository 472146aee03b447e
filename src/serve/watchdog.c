/*
 * An answer in time. A scan cannot be stopped from outside: its request is
 * answered for it, and its worker is written off.
 */
#include "watchdog_priv.h"

#include <stdio.h>

#include "job.h"
#include "log.h"

bool
watchdog_check(struct watchdog *w, uint64_t now_ms)
{
	struct live_config *live = filter_config(w->filter);
	uint64_t limit_ms = live->config->server_answer_within;
	char reason[80];
	struct err e;
	bool in_work, healthy = true;

	held_unref(&live->held);
	if (now_ms <= limit_ms)
		return true;
	(void)snprintf(reason, sizeof(reason),
	    "there was no result within %llu seconds",
	    (unsigned long long)(limit_ms / 1000));
	while (job_answer_overdue(
	    w->filter, now_ms - limit_ms, reason, &in_work)) {
		if (!in_work)
			continue;
		w->stuck++;
		if (2 * w->stuck >= pool_workers(w->pool)) {
			healthy = false;
		} else if (pool_replace(w->pool, &e) == -1) {
			log_error("%s", e.text);
			healthy = false;
		}
	}
	return healthy;
}

void
watchdog_defer_all(struct watchdog *w, const char *reason)
{
	bool in_work;

	while (job_answer_overdue(w->filter, UINT64_MAX, reason, &in_work))
		continue;
}
