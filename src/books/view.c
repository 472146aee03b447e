/*
 * A view of a period: a handful of queries within one transaction, so that
 * all numbers are of the same moment.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "view_priv.h"

static int
view_begin(struct store *s, struct history_view *v, struct err *e)
{
	int64_t minute = 0;

	if (store_number(s, "SELECT ifnull(min(minute), 0) FROM minute",
		&minute, e) == -1)
		return -1;
	v->begins_s = minute * MINUTE_S;
	return 0;
}

/* A query with the period in the unit of its table. */
static int
ask(struct store *s, const char *sql, const struct history_view *v,
    int64_t unit_s, struct statement **st_r)
{
	struct err e;

	if (statement_new(s, sql, st_r, &e) == -1)
		return -1;
	statement_int(*st_r, 1, v->period.from_s / unit_s);
	statement_int(*st_r, 2, (v->period.to_s + unit_s - 1) / unit_s);
	return 0;
}

static int
view_latency(struct store *s, struct history_view *v, struct err *e)
{
	static const char sql[] =
	    "SELECT bucket, sum(messages) FROM latency"
	    " WHERE hour >= ?1 AND hour < ?2 GROUP BY bucket";
	struct statement *st;
	int64_t bucket;
	int result;

	if (ask(s, sql, v, HOUR_S, &st) == -1)
		return err_set(e, "it has no answer times");
	while ((result = statement_step(st, e)) == 1) {
		bucket = statement_get_int(st, 0);
		if (bucket >= 0 && bucket < HISTORY_BUCKETS)
			v->latency[bucket] = (uint64_t)statement_get_int(st, 1);
	}
	statement_free(&st);
	return result;
}

static int
view_loss(struct store *s, struct history_view *v, struct err *e)
{
	static const char sql[] = "SELECT ifnull(sum(messages), 0) FROM loss"
				  " WHERE minute >= ?1 AND minute < ?2";
	struct statement *st;
	int result;

	if (ask(s, sql, v, MINUTE_S, &st) == -1)
		return err_set(e, "it has no losses");
	result = statement_step(st, e);
	if (result == 1)
		v->lost = (uint64_t)statement_get_int(st, 0);
	statement_free(&st);
	return result == -1 ? -1 : 0;
}

/* What was in force at the start, too; the newest when there are many. */
static const char definitions_sql[] =
    "SELECT * FROM (SELECT time_s, version, built_s, signatures"
    " FROM definitions WHERE time_s < ?2 AND time_s >= ifnull((SELECT"
    " max(time_s) FROM definitions WHERE time_s <= ?1), 0)"
    " ORDER BY time_s DESC LIMIT ?3) ORDER BY time_s";

static int
view_definitions(struct store *s, struct history_view *v, struct err *e)
{
	struct history_definitions *d;
	struct statement *st;
	const char *version;
	int result;

	if (ask(s, definitions_sql, v, 1, &st) == -1)
		return err_set(e, "it has no definitions");
	statement_int(st, 3, HISTORY_CHANGES_MAX);
	while ((result = statement_step(st, e)) == 1) {
		d = &v->definitions[v->definitions_n++];
		d->time_s = statement_get_int(st, 0);
		version = statement_get_text(st, 1);
		memcpy(d->version, version,
		    strnlen(version, sizeof(d->version) - 1));
		d->built_s = statement_get_int(st, 2);
		d->signatures = statement_get_int(st, 3);
	}
	statement_free(&st);
	return result;
}

static const char limits_sql[] =
    "SELECT * FROM (SELECT time_s, per_hour"
    " FROM quota_limit WHERE time_s < ?2 AND time_s >= ifnull((SELECT"
    " max(time_s) FROM quota_limit WHERE time_s <= ?1), 0)"
    " ORDER BY time_s DESC LIMIT ?3) ORDER BY time_s";

static int
view_limits(struct store *s, struct history_view *v, struct err *e)
{
	struct statement *st;
	int result;

	if (ask(s, limits_sql, v, 1, &st) == -1)
		return err_set(e, "it has no limits");
	statement_int(st, 3, HISTORY_CHANGES_MAX);
	while ((result = statement_step(st, e)) == 1)
		v->limits[v->limits_n++] = (struct history_limit){
		    .time_s = statement_get_int(st, 0),
		    .per_hour = statement_get_int(st, 1),
		};
	statement_free(&st);
	return result;
}

static int (*const parts[])(struct store *s, struct history_view *v,
    struct err *e) = {view_begin, view_minutes, view_latency, view_top,
    view_latest, view_definitions, view_limits, view_loss};

static int
read_all(struct store *s, struct history_view *v, struct err *e)
{
	int64_t version = 0;
	size_t i;

	if (store_number(s, "PRAGMA user_version", &version, e) == -1)
		return -1;
	if (version != HISTORY_VERSION)
		return err_set(e,
		    "another version of the program has made it (%lld)",
		    (long long)version);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i](s, v, e) == -1)
			return -1;
	return 0;
}

int
history_view_read(const char *state_dir, const struct history_period *period,
    struct history_view **view_r, struct err *e)
{
	struct history_view *v;
	struct store *s = NULL;
	int result;

	if (period->from_s < 0 || period->to_s <= period->from_s ||
	    period->to_s - period->from_s > HISTORY_PERIOD_MAX_S)
		return err_set(e, "the period makes no sense");
	if (history_look(state_dir, &s, e) == -1)
		return -1;
	v = mem_zalloc(1, sizeof(*v));
	v->period.from_s = period->from_s - period->from_s % HOUR_S;
	v->period.to_s = period->to_s;
	v->hours_n =
	    (size_t)((v->period.to_s - v->period.from_s + HOUR_S - 1) / HOUR_S);
	v->hours = mem_zalloc(v->hours_n, sizeof(v->hours[0]));
	v->verdicts = mem_zalloc(HISTORY_VERDICTS_MAX, sizeof(v->verdicts[0]));
	result = store_run(s, "BEGIN", e);
	if (result == 0)
		result = read_all(s, v, e);
	store_undo(s);
	store_close(&s);
	if (result == -1) {
		history_view_free(&v);
		return err_wrap(e, "the history in %s", state_dir);
	}
	*view_r = v;
	return 0;
}

static void
free_latest(struct history_latest *l)
{
	free(l->queue_id);
	free(l->sender);
	free(l->recipients);
	free(l->ip);
	free(l->class);
	free(l->name);
	free(l->path);
	free(l->action);
}

void
history_view_free(struct history_view **view)
{
	struct history_view *v = *view;
	size_t i, k;

	if (v == NULL)
		return;
	for (i = 0; i < v->verdicts_n; i++) {
		free(v->verdicts[i].class);
		free(v->verdicts[i].action);
	}
	for (k = 0; k < HISTORY_KINDS; k++)
		for (i = 0; i < v->top_n[k]; i++)
			free(v->top[k][i].text);
	for (i = 0; i < v->latest_n; i++)
		free_latest(&v->latest[i]);
	free(v->verdicts);
	free(v->hours);
	free(v);
	*view = NULL;
}

int64_t
history_view_limit_at(const struct history_view *v, int64_t time_s)
{
	int64_t limit = v->limits_n > 0 ? v->limits[0].per_hour : 0;
	size_t i;

	for (i = 0; i < v->limits_n && v->limits[i].time_s <= time_s; i++)
		limit = v->limits[i].per_hour;
	return limit;
}
