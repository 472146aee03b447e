/*
 * A report's figures: what is worked out once, so that all forms say the
 * same.
 */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report_priv.h"

enum {
	BARS_MAX = 8 * DAY_HOURS,   /* of hours in a chart */
	LINES_MAX = 2 * DAY_HOURS,  /* and in a text */
	DAYS_MAX = 120 * DAY_HOURS, /* hours that are shown by days */
	MONDAY = 3 * DAY_S,         /* 1970 began on a Thursday */
	HUNDRED = 100
};

static void (*const forms[])(const struct report *r, struct buf *out) = {
    [REPORT_TEXT] = report_text,
    [REPORT_HTML] = report_html,
    [REPORT_JSON] = report_json,
    [REPORT_CSV] = report_csv,
};

const char *
report_kind(enum history_kind kind)
{
	static const char *const kinds[] = {
	    [HISTORY_NAMES] = "Names",
	    [HISTORY_SENDERS] = "Senders",
	    [HISTORY_SOURCES] = "Sources",
	    [HISTORY_RECIPIENTS] = "Recipients",
	};

	return kinds[kind];
}

static int64_t
width_of(size_t hours, size_t hours_max)
{
	if (hours <= hours_max)
		return HOUR_S;
	return hours <= DAYS_MAX ? DAY_S : WEEK_S;
}

/* Which bin, counted from 1970 on. */
static int64_t
bin_number(int64_t time_s, int64_t width_s)
{
	return (time_s + (width_s == WEEK_S ? MONDAY : 0)) / width_s;
}

static void
add_hour(struct report_bin *bin, const struct history_hour *hour)
{
	bin->messages += hour->counts.messages;
	bin->clean += hour->clean;
	bin->error += hour->error;
	bin->found += hour->counts.messages - hour->clean - hour->error;
	if (hour->peak > bin->peak)
		bin->peak = hour->peak;
}

static void
fill_bins(const struct history_view *v, size_t hours_max, struct report_bins *b)
{
	const int64_t width_s = width_of(v->hours_n, hours_max);
	const int64_t from_s = v->period.from_s;
	const int64_t first = bin_number(from_s, width_s);
	const int64_t last = bin_number(v->period.to_s - 1, width_s);
	int64_t number;
	size_t i;

	b->width_s = width_s;
	b->n = (size_t)(last - first) + 1;
	b->list = mem_zalloc(b->n, sizeof(b->list[0]));
	for (i = 0; i < b->n; i++)
		b->list[i].start_s = (first + (int64_t)i) * width_s -
				     (width_s == WEEK_S ? MONDAY : 0);
	for (i = 0; i < v->hours_n; i++) {
		number = bin_number(from_s + (int64_t)i * HOUR_S, width_s);
		add_hour(&b->list[number - first], &v->hours[i]);
	}
}

static void
fill_hours(struct report *r)
{
	const struct history_view *v = r->view;
	const int64_t first = v->period.from_s / HOUR_S;
	size_t i;

	for (i = 0; i < v->hours_n; i++)
		add_hour(&r->hours[(size_t)(first + (int64_t)i) % DAY_HOURS],
		    &v->hours[i]);
	for (i = 0; i < DAY_HOURS; i++) {
		r->clean += r->hours[i].clean;
		r->error += r->hours[i].error;
		r->found += r->hours[i].found;
	}
}

/* The place of a class of this version; others stand behind. */
static struct report_class *
class_of(struct report *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->classes_n; i++)
		if (strcmp(r->classes[i].name, name) == 0)
			return &r->classes[i];
	if (r->classes_n == CLASSES_MAX)
		return NULL;
	r->classes[r->classes_n].name = name;
	return &r->classes[r->classes_n++];
}

static void
add_verdict(struct report *r, const struct history_verdict *verdict)
{
	struct report_class *class = class_of(r, verdict->class);
	const struct history_counts *n = &verdict->counts;
	int k;

	if (class == NULL)
		return;
	class->counts.messages += n->messages;
	class->counts.bytes += n->bytes;
	class->counts.scan_ms += n->scan_ms;
	for (k = 0; k < ACTION_COUNT; k++)
		if (strcmp(action_name((enum action_kind)k), verdict->action) ==
		    0)
			class->action[k] += n->messages;
}

static void
fill_classes(struct report *r)
{
	size_t i, kept = 0;

	for (i = 0; i < CLASS_COUNT; i++)
		(void)class_of(r, class_name((enum msg_class)i));
	for (i = 0; i < r->view->verdicts_n; i++)
		add_verdict(r, &r->view->verdicts[i]);
	for (i = 0; i < r->classes_n; i++)
		if (r->classes[i].counts.messages > 0)
			r->classes[kept++] = r->classes[i];
	r->classes_n = kept;
}

/* The time below which `percent` of the answers were. */
static uint64_t
below(const struct history_view *v, unsigned percent)
{
	uint64_t all = 0, sum = 0;
	unsigned b;

	for (b = 0; b < HISTORY_BUCKETS; b++)
		all += v->latency[b];
	if (all == 0)
		return 0;
	for (b = 0; b < HISTORY_BUCKETS - 1; b++) {
		sum += v->latency[b];
		if (sum >= all - all * (HUNDRED - percent) / HUNDRED)
			break;
	}
	return history_bucket_from(b + 1);
}

/* How old definitions were at a time; -1 when that is not known. */
static int64_t
age_at(const struct history_view *v, int64_t time_s)
{
	const struct history_definitions *in_force = NULL;
	size_t i;

	for (i = 0; i < v->definitions_n && v->definitions[i].time_s <= time_s;
	     i++)
		in_force = &v->definitions[i];
	if (in_force == NULL || in_force->built_s <= 0 ||
	    in_force->built_s > time_s)
		return -1;
	return time_s - in_force->built_s;
}

static void
fill_definitions(struct report *r)
{
	const struct history_view *v = r->view;
	const int64_t to_s =
	    v->period.to_s < r->now_s ? v->period.to_s : r->now_s;
	int64_t end_s, age_s;
	size_t i;

	r->age_s = age_at(v, to_s);
	r->oldest_s = r->age_s;
	for (i = 0; i < v->definitions_n; i++) {
		r->updates +=
		    v->definitions[i].time_s > v->period.from_s && i > 0;
		if (i + 1 == v->definitions_n)
			continue;
		/* It was oldest when the next one came. */
		end_s = v->definitions[i + 1].time_s - 1;
		age_s = v->definitions[i].built_s > 0
			    ? end_s - v->definitions[i].built_s
			    : -1;
		if (age_s > r->oldest_s)
			r->oldest_s = age_s;
	}
	for (i = 0; i < r->bars.n; i++) {
		end_s = r->bars.list[i].start_s + r->bars.width_s;
		r->bars.list[i].age_s = age_at(v, end_s < to_s ? end_s : to_s);
	}
	if (v->definitions_n > 0)
		r->definitions = &v->definitions[v->definitions_n - 1];
}

static void
fill_quota(struct report *r)
{
	const struct history_view *v = r->view;
	int64_t limit;

	r->limit = history_view_limit_at(v, v->period.to_s);
	limit = history_view_limit_at(
	    v, v->used.from_s + HOUR_S); /* that of its peak */
	if (limit > 0 && limit != HISTORY_UNLIMITED)
		r->percent =
		    (unsigned)(v->used.messages * HUNDRED / (uint64_t)limit);
}

int
report_new(
    const struct report_order *order, struct report **report_r, struct err *e)
{
	const struct history_period period = {order->from_s, order->to_s};
	struct history_view *view = NULL;
	struct report *r;

	if (history_view_read(order->state_dir, &period, &view, e) == -1)
		return -1;
	r = mem_zalloc(1, sizeof(*r));
	r->view = view;
	r->now_s = order->now_s;
	r->host = order->host != NULL ? mem_strdup(order->host) : NULL;
	fill_bins(view, BARS_MAX, &r->bars);
	fill_bins(view, LINES_MAX, &r->lines);
	fill_hours(r);
	fill_classes(r);
	r->half_ms = below(view, 50);
	r->most_ms = below(view, 95);
	r->nearly_ms = below(view, 99);
	r->all_ms = below(view, HUNDRED);
	fill_definitions(r);
	fill_quota(r);
	*report_r = r;
	return 0;
}

void
report_write(
    const struct report *report, enum report_form form, struct buf *out)
{
	forms[form](report, out);
}

void
report_free(struct report **report)
{
	struct report *r = *report;

	if (r == NULL)
		return;
	history_view_free(&r->view);
	free(r->bars.list);
	free(r->lines.list);
	free(r->host);
	free(r);
	*report = NULL;
}
