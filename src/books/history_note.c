/* What is in force, noted when it changes, and what is no longer kept. */
#include "history_priv.h"

enum { PORTION = 10000 }; /* rows that are removed at once */

static int
note_definitions(struct history *h, void *arg, struct err *e)
{
	const struct history_definitions *d = arg;
	struct statement *st = h->st[ADD_DEFINITIONS];
	int result;

	statement_int(st, 1, d->time_s);
	statement_text(st, 2, d->version);
	statement_int(st, 3, d->built_s);
	statement_int(st, 4, d->signatures);
	result = statement_run(st, e);
	statement_text(st, 2, NULL);
	return result;
}

enum history_result
history_note_definitions(struct history *h,
    const struct history_definitions *definitions, struct err *e)
{
	struct history_definitions copy = *definitions;

	return history_transaction(h, note_definitions, &copy, e);
}

static int
note_limit(struct history *h, void *arg, struct err *e)
{
	const struct history_limit *l = arg;
	struct statement *st = h->st[ADD_LIMIT];

	statement_int(st, 1, l->time_s);
	statement_int(st, 2, l->per_hour);
	return statement_run(st, e);
}

enum history_result
history_note_limit(
    struct history *h, const struct history_limit *limit, struct err *e)
{
	struct history_limit copy = *limit;

	return history_transaction(h, note_limit, &copy, e);
}

/* What is being removed, and whether some of it is left. */
struct trim {
	const struct history_bounds *bounds;
	bool more;
};

/* Runs a statement with up to three numbers; notes when it was not enough. */
static int
cut(struct history *h, struct trim *t, const char *sql, const int64_t n[3],
    struct err *e)
{
	struct statement *st;
	int result, i;

	if (statement_new(h->store, sql, &st, e) == -1)
		return -1;
	for (i = 0; i < 3; i++)
		statement_int(st, i + 1, n[i]);
	result = statement_run(st, e);
	statement_free(&st);
	if (result == 0 && store_changes(h->store) >= PORTION)
		t->more = true;
	return result;
}

/* The tables and how they are cut: ?1 a time in their unit, ?2 a portion. */
static const struct {
	int64_t unit_s;
	const char *sql;
} ages[] = {
    {MINUTE_S, "DELETE FROM minute WHERE minute < min(?1,"
	       " (SELECT minute FROM minute ORDER BY minute LIMIT 1) + ?2)"},
    {HOUR_S, "DELETE FROM latency WHERE hour < min(?1,"
	     " (SELECT hour FROM latency ORDER BY hour LIMIT 1) + ?2)"},
    {MINUTE_S, "DELETE FROM loss WHERE minute < min(?1,"
	       " (SELECT minute FROM loss ORDER BY minute LIMIT 1) + ?2)"},
    {1, "DELETE FROM definitions WHERE time_s < (SELECT max(time_s)"
	" FROM definitions WHERE time_s < ?1 AND ?2 > 0)"},
    {1, "DELETE FROM quota_limit WHERE time_s < (SELECT max(time_s)"
	" FROM quota_limit WHERE time_s < ?1 AND ?2 > 0)"},
};

static const char old_findings[] =
    "DELETE FROM finding WHERE id IN"
    " (SELECT id FROM finding WHERE id < ?1 ORDER BY id LIMIT ?2)";
static const char old_texts[] =
    "DELETE FROM top WHERE (kind, day, text) IN"
    " (SELECT kind, day, text FROM top WHERE kind = ?3 AND day < ?1"
    " LIMIT ?2)";

static int
cut_old(struct history *h, struct trim *t, struct err *e)
{
	const int64_t then_s = t->bounds->now_s - t->bounds->keep_s;
	int64_t n[3] = {then_s * 1000 << TIME_SHIFT, PORTION, 0};
	size_t i;

	if (cut(h, t, old_findings, n, e) == -1)
		return -1;
	n[0] = then_s / DAY_S;
	for (n[2] = 0; n[2] < HISTORY_KINDS; n[2]++)
		if (cut(h, t, old_texts, n, e) == -1)
			return -1;
	for (i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		n[0] = then_s / ages[i].unit_s;
		if (cut(h, t, ages[i].sql, n, e) == -1)
			return -1;
	}
	return 0;
}

/* Findings are what grows; counts of minutes have an end by themselves. */
static int
cut_size(struct history *h, struct trim *t, struct err *e)
{
	const int64_t all[3] = {INT64_MAX, PORTION, 0};
	int64_t pages, unused, page;

	if (store_number(h->store, "PRAGMA page_count", &pages, e) == -1 ||
	    store_number(h->store, "PRAGMA freelist_count", &unused, e) == -1 ||
	    store_number(h->store, "PRAGMA page_size", &page, e) == -1)
		return -1;
	if ((uint64_t)(pages - unused) * (uint64_t)page <= t->bounds->size_max)
		return 0;
	return cut(h, t, old_findings, all, e);
}

/* The rarest texts of a day go, but for ?3; the number of a kind is in ?1. */
static const char rare_texts[] =
    "DELETE FROM top WHERE kind = ?1 AND day = ?2 AND text IN"
    " (SELECT text FROM top WHERE kind = ?1 AND day = ?2"
    " ORDER BY messages LIMIT max(0, (SELECT count(*) FROM top"
    " WHERE kind = ?1 AND day = ?2) - ?3))";

static int
cut_day(
    struct history *h, struct trim *t, int64_t day, int64_t kept, struct err *e)
{
	struct trim ignored = *t;
	int64_t n[3] = {0, day, kept};

	for (n[0] = 0; n[0] < HISTORY_KINDS; n[0]++)
		if (cut(h, &ignored, rare_texts, n, e) == -1)
			return -1;
	return 0;
}

/*
 * A flood of invented senders must not fill the disk. Of the day that is
 * going on more are kept, so that one that has only begun to be frequent is
 * not forgotten again and again.
 */
static int
cut_texts(struct history *h, struct trim *t, struct err *e)
{
	const int64_t today = t->bounds->now_s / DAY_S;

	if (cut_day(h, t, today, HISTORY_TOP_TODAY, e) == -1)
		return -1;
	if (h->swept_day < today - 3) /* another run has cut those before */
		h->swept_day = today - 3;
	if (h->swept_day >= today - 1)
		return 0;
	h->swept_day++;
	t->more = true;
	return cut_day(h, t, h->swept_day, HISTORY_TOP_KEPT, e);
}

static int
trim_all(struct history *h, void *arg, struct err *e)
{
	struct trim *t = arg;

	if (cut_old(h, t, e) == -1 || cut_size(h, t, e) == -1)
		return -1;
	return cut_texts(h, t, e);
}

enum history_result
history_trim(struct history *h, const struct history_bounds *bounds,
    bool *more_r, struct err *e)
{
	struct trim t = {.bounds = bounds};
	enum history_result result = history_transaction(h, trim_all, &t, e);

	*more_r = result == HISTORY_DONE && t.more;
	return result;
}
