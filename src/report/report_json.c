/* The report for programs. Times are ISO 8601 in UTC. */
#include "json.h"
#include "report_priv.h"
#include "wording_priv.h"

typedef unsigned long long number;

static void
add_time(struct buf *out, const char *key, int64_t time_s)
{
	(void)buf_addf(out, "\"%s\": ", key);
	if (time_s > 0)
		wording_time(out, time_s, "\"%Y-%m-%dT%H:%M:%SZ\"");
	else
		(void)buf_adds(out, "null");
}

static void
add_text(struct buf *out, const char *key, const char *text)
{
	(void)buf_addf(out, "\"%s\": ", key);
	json_string(out, text);
}

/* What is missing as -1, or without a limit, is null. */
static void
add_number(struct buf *out, const char *key, int64_t n)
{
	if (n < 0 || n == HISTORY_UNLIMITED)
		(void)buf_addf(out, "\"%s\": null", key);
	else
		(void)buf_addf(out, "\"%s\": %lld", key, (long long)n);
}

/* Between the elements of a list, each on a line of its own. */
static void
next(struct buf *out, size_t i)
{
	(void)buf_adds(out, i > 0 ? ",\n    " : "\n    ");
}

static void
add_counts(struct buf *out, const struct history_counts *n)
{
	(void)buf_addf(out,
	    "\"messages\": %llu, \"bytes\": %llu, \"scan_ms\": %llu",
	    (number)n->messages, (number)n->bytes, (number)n->scan_ms);
}

static void
add_totals(const struct report *r, struct buf *out)
{
	(void)buf_adds(out, "  \"total\": {");
	add_counts(out, &r->view->all);
	(void)buf_addf(out,
	    ", \"clean\": %llu, \"found\": %llu, \"not_scanned\": %llu},\n",
	    (number)r->clean, (number)r->found, (number)r->error);
}

static void
add_hours(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	const struct history_hour *h;
	size_t i;

	(void)buf_adds(out, "  \"hours\": [");
	for (i = 0; i < v->hours_n; i++) {
		h = &v->hours[i];
		next(out, i);
		(void)buf_addc(out, '{');
		add_time(out, "from", v->period.from_s + (int64_t)i * HOUR_S);
		(void)buf_adds(out, ", ");
		add_counts(out, &h->counts);
		(void)buf_addf(out,
		    ", \"clean\": %llu, \"found\": %llu, \"not_scanned\": "
		    "%llu, \"quota_peak\": %llu}",
		    (number)h->clean,
		    (number)(h->counts.messages - h->clean - h->error),
		    (number)h->error, (number)h->peak);
	}
	(void)buf_adds(out, "\n  ],\n");
}

static void
add_classes(const struct report *r, struct buf *out)
{
	const struct report_class *c;
	size_t i;
	int k;

	(void)buf_adds(out, "  \"classes\": [");
	for (i = 0; i < r->classes_n; i++) {
		c = &r->classes[i];
		next(out, i);
		(void)buf_addc(out, '{');
		add_text(out, "class", c->name);
		(void)buf_adds(out, ", ");
		add_counts(out, &c->counts);
		for (k = 0; k < ACTION_COUNT; k++)
			(void)buf_addf(out, ", \"%s\": %llu",
			    action_name((enum action_kind)k),
			    (number)c->action[k]);
		(void)buf_addc(out, '}');
	}
	(void)buf_adds(out, "\n  ],\n");
}

static void
add_tops(const struct report *r, struct buf *out)
{
	static const char *const keys[] = {
	    [HISTORY_NAMES] = "names",
	    [HISTORY_SENDERS] = "senders",
	    [HISTORY_SOURCES] = "sources",
	    [HISTORY_RECIPIENTS] = "recipients",
	};
	const struct history_view *v = r->view;
	size_t i;
	int k;

	for (k = 0; k < HISTORY_KINDS; k++) {
		(void)buf_addf(out, "  \"%s\": [", keys[k]);
		for (i = 0; i < v->top_n[k]; i++) {
			next(out, i);
			(void)buf_addc(out, '{');
			add_text(out, "text", v->top[k][i].text);
			(void)buf_addf(out, ", \"messages\": %llu}",
			    (number)v->top[k][i].messages);
		}
		(void)buf_adds(out, "\n  ],\n");
	}
}

static void
add_latest(const struct report *r, struct buf *out)
{
	const struct history_latest *l;
	size_t i;

	(void)buf_adds(out, "  \"latest\": [");
	for (i = 0; i < r->view->latest_n; i++) {
		l = &r->view->latest[i];
		next(out, i);
		(void)buf_addc(out, '{');
		add_time(out, "time", l->time_ms / 1000);
		(void)buf_adds(out, ", ");
		add_text(out, "queue_id", l->queue_id);
		(void)buf_adds(out, ", ");
		add_text(out, "sender", l->sender);
		(void)buf_adds(out, ", ");
		add_text(out, "recipients", l->recipients);
		(void)buf_adds(out, ", ");
		add_text(out, "ip", l->ip);
		(void)buf_adds(out, ", ");
		add_text(out, "class", l->class);
		(void)buf_adds(out, ", ");
		add_text(out, "name", l->name);
		(void)buf_adds(out, ", ");
		add_text(out, "path", l->path);
		(void)buf_adds(out, ", ");
		add_text(out, "action", l->action);
		(void)buf_addc(out, '}');
	}
	(void)buf_adds(out, "\n  ],\n");
}

static void
add_latency(const struct report *r, struct buf *out)
{
	bool first = true;
	unsigned b;

	(void)buf_addf(out,
	    "  \"answer_ms\": {\"p50\": %llu, \"p95\": %llu, \"p99\": %llu, "
	    "\"all\": %llu, \"buckets\": [",
	    (number)r->half_ms, (number)r->most_ms, (number)r->nearly_ms,
	    (number)r->all_ms);
	for (b = 0; b < HISTORY_BUCKETS; b++) {
		if (r->view->latency[b] == 0)
			continue;
		next(out, first ? 0 : 1);
		(void)buf_addf(out, "{\"from\": %llu, \"messages\": %llu}",
		    (number)history_bucket_from(b),
		    (number)r->view->latency[b]);
		first = false;
	}
	(void)buf_adds(out, "\n  ]},\n");
}

static void
add_definitions(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	const struct history_definitions *d;
	size_t i;

	(void)buf_adds(out, "  \"definitions\": {");
	add_number(out, "age_s", r->age_s);
	(void)buf_adds(out, ", ");
	add_number(out, "greatest_age_s", r->oldest_s);
	(void)buf_addf(out, ", \"updates\": %zu, \"in_force\": [", r->updates);
	for (i = 0; i < v->definitions_n; i++) {
		d = &v->definitions[i];
		next(out, i);
		(void)buf_addc(out, '{');
		add_time(out, "since", d->time_s);
		(void)buf_adds(out, ", ");
		add_text(out, "version", d->version);
		(void)buf_adds(out, ", ");
		add_time(out, "built", d->built_s);
		(void)buf_adds(out, ", ");
		add_number(out, "signatures", d->signatures);
		(void)buf_addc(out, '}');
	}
	(void)buf_adds(out, "\n  ]},\n");
}

static void
add_quota(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;

	(void)buf_adds(out, "  \"quota\": {");
	add_number(out, "limit", r->limit > 0 ? r->limit : -1);
	(void)buf_addf(out, ", \"peak\": %llu, ", (number)v->used.messages);
	add_time(out, "peak_from", v->used.from_s);
	(void)buf_addf(out,
	    ", \"percent\": %u, \"refused\": %llu, \"enough\": %llu}\n",
	    r->percent, (number)v->all.refused, (number)v->enough);
}

void
report_json(const struct report *r, struct buf *out)
{
	(void)buf_adds(out, "{\n  ");
	add_text(out, "host", r->host != NULL ? r->host : "");
	(void)buf_adds(out, ",\n  ");
	add_time(out, "from", r->view->period.from_s);
	(void)buf_adds(out, ",\n  ");
	add_time(out, "to", r->view->period.to_s);
	(void)buf_adds(out, ",\n  ");
	add_time(out, "history_begins", r->view->begins_s);
	(void)buf_addf(out, ",\n  \"missing\": %llu,\n", (number)r->view->lost);
	add_totals(r, out);
	add_hours(r, out);
	add_classes(r, out);
	add_tops(r, out);
	add_latest(r, out);
	add_latency(r, out);
	add_definitions(r, out);
	add_quota(r, out);
	(void)buf_adds(out, "}\n");
}
