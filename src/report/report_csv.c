/*
 * The report for spreadsheets: one number to a line, with what it is of in
 * front of it, so that all tables fit into one.
 */
#include "report_priv.h"
#include "wording_priv.h"

/* What a line begins with. */
struct row {
	struct buf *out;
	const char *section;
	const char *item;
};

static void
add(const struct row *row, const char *measure, uint64_t n)
{
	(void)buf_addf(row->out, "%s,", row->section);
	wording_cell(row->out, row->item);
	(void)buf_addf(
	    row->out, ",%s,%llu\r\n", measure, (unsigned long long)n);
}

static void
add_time(const struct row *row, const char *measure, int64_t time_s)
{
	(void)buf_addf(row->out, "%s,", row->section);
	wording_cell(row->out, row->item);
	(void)buf_addf(row->out, ",%s,", measure);
	if (time_s > 0)
		wording_time(row->out, time_s, "%Y-%m-%dT%H:%M:%SZ");
	(void)buf_adds(row->out, "\r\n");
}

static void
add_counts(const struct row *row, const struct history_counts *n)
{
	add(row, "messages", n->messages);
	add(row, "bytes", n->bytes);
	add(row, "scan_ms", n->scan_ms);
}

static void
add_totals(const struct report *r, struct buf *out)
{
	const struct row period = {out, "period", ""};
	const struct row total = {out, "total", ""};

	add_time(&period, "from", r->view->period.from_s);
	add_time(&period, "to", r->view->period.to_s);
	add(&period, "missing", r->view->lost);
	add_counts(&total, &r->view->all);
	add(&total, "clean", r->clean);
	add(&total, "found", r->found);
	add(&total, "not_scanned", r->error);
}

static void
add_hours(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	const struct history_hour *h;
	struct row row = {out, "hour", NULL};
	struct buf time;
	size_t i;

	buf_init(&time, 64);
	for (i = 0; i < v->hours_n; i++) {
		h = &v->hours[i];
		buf_reset(&time);
		wording_time(&time, v->period.from_s + (int64_t)i * HOUR_S,
		    "%Y-%m-%dT%H:%M:%SZ");
		row.item = time.data;
		add_counts(&row, &h->counts);
		add(&row, "clean", h->clean);
		add(&row, "found", h->counts.messages - h->clean - h->error);
		add(&row, "not_scanned", h->error);
		add(&row, "quota_peak", h->peak);
	}
	buf_fini(&time);
}

static void
add_classes(const struct report *r, struct buf *out)
{
	struct row row = {out, "class", NULL};
	size_t i;
	int k;

	for (i = 0; i < r->classes_n; i++) {
		row.item = r->classes[i].name;
		add_counts(&row, &r->classes[i].counts);
		for (k = 0; k < ACTION_COUNT; k++)
			add(&row, action_name((enum action_kind)k),
			    r->classes[i].action[k]);
	}
}

static void
add_tops(const struct report *r, struct buf *out)
{
	static const char *const sections[] = {
	    [HISTORY_NAMES] = "name",
	    [HISTORY_SENDERS] = "sender",
	    [HISTORY_SOURCES] = "source",
	    [HISTORY_RECIPIENTS] = "recipient",
	};
	struct row row = {out, NULL, NULL};
	size_t i;
	int k;

	for (k = 0; k < HISTORY_KINDS; k++) {
		row.section = sections[k];
		for (i = 0; i < r->view->top_n[k]; i++) {
			row.item = r->view->top[k][i].text;
			add(&row, "messages", r->view->top[k][i].messages);
		}
	}
}

static void
add_rest(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	const struct row answer = {out, "answer", ""};
	const struct row quota = {out, "quota", ""};
	struct row row = {out, "definitions", NULL};
	size_t i;

	add(&answer, "p50_ms", r->half_ms);
	add(&answer, "p95_ms", r->most_ms);
	add(&answer, "p99_ms", r->nearly_ms);
	add(&answer, "all_ms", r->all_ms);
	for (i = 0; i < v->definitions_n; i++) {
		row.item = v->definitions[i].version;
		add_time(&row, "since", v->definitions[i].time_s);
		add_time(&row, "built", v->definitions[i].built_s);
		add(&row, "signatures", (uint64_t)v->definitions[i].signatures);
	}
	if (r->limit > 0 && r->limit != HISTORY_UNLIMITED)
		add(&quota, "limit", (uint64_t)r->limit);
	add(&quota, "peak", v->used.messages);
	add_time(&quota, "peak_from", v->used.from_s);
	add(&quota, "refused", v->all.refused);
	add(&quota, "enough", v->enough);
}

void
report_csv(const struct report *r, struct buf *out)
{
	(void)buf_adds(out, "section,item,measure,value\r\n");
	add_totals(r, out);
	add_hours(r, out);
	add_classes(r, out);
	add_tops(r, out);
	add_rest(r, out);
}
