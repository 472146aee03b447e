/* The figures of a report, as all of its forms show them. */
#ifndef REPORT_PRIV_H
#define REPORT_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "class.h"
#include "history_view.h"
#include "report.h"

enum {
	HOUR_S = 3600,
	DAY_S = 86400,
	WEEK_S = 7 * DAY_S,
	BINS_MAX = 3000,
	CLASSES_MAX = CLASS_COUNT + 8, /* some of other versions */
	DAY_HOURS = 24
};

/* A bar of a chart or a line of a table. */
struct report_bin {
	int64_t start_s;
	uint64_t messages, clean, error, found;
	uint64_t peak; /* of the quota, in 60 minutes that end in it */
	int64_t age_s; /* of the definitions at its end; -1: unknown */
};

struct report_bins {
	int64_t width_s; /* HOUR_S, DAY_S or WEEK_S */
	struct report_bin *list;
	size_t n;
};

struct report_class {
	const char *name;
	struct history_counts counts;
	uint64_t action[ACTION_COUNT];
};

struct report {
	struct history_view *view;
	char *host;
	int64_t now_s;
	uint64_t clean, error, found;

	struct report_bins bars;  /* for charts */
	struct report_bins lines; /* for text: not more than can be read */
	struct report_bin hours[DAY_HOURS]; /* of the day, all days together */

	struct report_class classes[CLASSES_MAX]; /* those that occurred */
	size_t classes_n;

	/* Answer times: half, 95, 99 and all of 100 were below. */
	uint64_t half_ms, most_ms, nearly_ms, all_ms;

	const struct history_definitions *definitions; /* the last; or NULL */
	int64_t age_s;    /* of these at the end of the period; -1: unknown */
	int64_t oldest_s; /* the greatest age in the period; -1 */
	size_t updates;

	int64_t limit;    /* at the end; 0: not known */
	unsigned percent; /* of the limit that held, at the peak */
};

/* The forms. */
void report_text(const struct report *r, struct buf *out);
void report_html(const struct report *r, struct buf *out);
void report_json(const struct report *r, struct buf *out);
void report_csv(const struct report *r, struct buf *out);

/* "Names", "Senders" ... */
const char *report_kind(enum history_kind kind);

#endif
