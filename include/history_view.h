/*
 * The history of a period, read while a filter may be writing. All texts are
 * as they were written, that is escaped, but whoever prints them escapes them
 * again for where they go: somebody may have changed the file.
 *
 * Pure results; any thread or process may call.
 */
#ifndef HISTORY_VIEW_H
#define HISTORY_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "history.h"

enum {
	HISTORY_TOP_MAX = 10,
	HISTORY_LATEST_MAX = 20,
	HISTORY_CHANGES_MAX = 20000, /* of definitions or limits, the newest */
	HISTORY_VERDICTS_MAX = 256,
	HISTORY_PERIOD_MAX_S = 3700 * 86400 /* a longer one is refused */
};

/* From a full hour on, up to a time that does not belong to it; since 1970. */
struct history_period {
	int64_t from_s, to_s;
};

struct history_counts {
	uint64_t messages, bytes, scan_ms;
	uint64_t slots;   /* delivered and counted by the quota */
	uint64_t wanted;  /* asked the quota for the first time */
	uint64_t refused; /* not let go by it, each time counted */
};

struct history_hour {
	struct history_counts counts;
	uint64_t clean, error; /* of the messages */
	uint64_t peak; /* most slots in 60 minutes that end in this hour */
};

struct history_verdict {
	char *class, *action;
	struct history_counts counts;
};

struct history_top {
	char *text;
	uint64_t messages;
};

struct history_latest {
	int64_t time_ms;
	char *queue_id, *sender, *recipients, *ip, *class, *name, *path,
	    *action; /* recipients: separated by ", " */
};

/* Most in 60 minutes of the clock's minutes, and when that began. */
struct history_peak {
	uint64_t messages;
	int64_t from_s;
};

struct history_view {
	struct history_period period;
	int64_t begins_s; /* the first minute of the whole history; 0: none */
	struct history_hour *hours; /* each hour of the period */
	size_t hours_n;
	struct history_counts all;
	struct history_verdict *verdicts; /* class and action, by class */
	size_t verdicts_n;
	uint64_t latency[HISTORY_BUCKETS];
	struct history_top top[HISTORY_KINDS][HISTORY_TOP_MAX];
	size_t top_n[HISTORY_KINDS];
	struct history_latest latest[HISTORY_LATEST_MAX]; /* newest first */
	size_t latest_n;

	/* In the order of time, first those in force when it began. */
	struct history_definitions definitions[HISTORY_CHANGES_MAX];
	size_t definitions_n;
	struct history_limit limits[HISTORY_CHANGES_MAX];
	size_t limits_n;

	struct history_peak used, wanted;
	/*
	 * The limit that would have refused nothing: the quota's slots may
	 * take in a minute at either end of the 60.
	 */
	uint64_t enough;
	uint64_t lost; /* messages that are missing in all of this */
};

/* Reads; 0, or -1 with a text when there is no history or no sense in it. */
int history_view_read(const char *state_dir,
    const struct history_period *period, struct history_view **view_r,
    struct err *e);

/* Frees and sets the pointer to NULL; NULL is fine. */
void history_view_free(struct history_view **view);

/* The license's limit at a time; 0 when none is known. */
int64_t history_view_limit_at(const struct history_view *view, int64_t time_s);

#endif
