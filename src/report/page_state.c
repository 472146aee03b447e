/* How the filter was doing: answer times, quota, definitions. */
#include <stdlib.h>

#include "bars_priv.h"
#include "mem.h"
#include "page_priv.h"
#include "wording_priv.h"

enum {
	TEXT_MAX = 512,
	OCTAVE = 4, /* buckets for each doubling */
	OCTAVES_SHOWN = 7,
	LIMIT_FAR = 8, /* times the peak: the limit is not in the chart */
	UPDATES_SHOWN = 10
};

/* The buckets in which there is something, first and last. */
static bool
span_of(const struct report *r, unsigned *first_r, unsigned *last_r)
{
	bool any = false;
	unsigned b;

	for (b = 0; b < HISTORY_BUCKETS; b++) {
		if (r->view->latency[b] == 0)
			continue;
		if (!any)
			*first_r = b;
		*last_r = b;
		any = true;
	}
	return any;
}

static void
name_bucket(struct chart_bar *bar, unsigned bucket, bool tick)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (tick)
		wording_ms(&text, history_bucket_from(bucket));
	bars_move(bar->tick, sizeof(bar->tick), &text);
	wording_ms(&text, history_bucket_from(bucket));
	(void)buf_adds(&text, " to ");
	wording_ms(&text, history_bucket_from(bucket + 1));
	(void)buf_adds(&text, ": ");
	bars_move(bar->tip, sizeof(bar->tip), &text);
	buf_fini(&text);
}

static void
add_distribution(
    const struct report *r, unsigned first, unsigned last, struct buf *out)
{
	const unsigned octaves = (last - first) / OCTAVE + 1;
	const unsigned every =
	    OCTAVE * ((octaves + OCTAVES_SHOWN - 1) / OCTAVES_SHOWN);
	struct chart_bar bars[HISTORY_BUCKETS] = {{{0}, "", ""}};
	struct chart chart = bars_chart("Answer times", bars, 0);
	unsigned b;

	/* Whole octaves begin behind the bucket for 0. */
	for (b = first; b <= last; b++) {
		/* Below some milliseconds, not each holds a whole number. */
		if (history_bucket_from(b) == history_bucket_from(b + 1))
			continue;
		name_bucket(&bars[chart.n], b, b % every == 1 % every);
		bars[chart.n].part[0] = r->view->latency[b];
		bars_tell(&bars[chart.n], r->view->latency[b], " messages");
		chart.n++;
	}
	chart_add(out, &chart);
}

void
page_answers(const struct report *r, struct buf *out)
{
	unsigned first = 0, last = 0;
	struct buf note;

	if (!span_of(r, &first, &last))
		return;
	buf_init(&note, TEXT_MAX);
	(void)buf_adds(&note, "From request to answer: half of them below ");
	wording_ms(&note, r->half_ms);
	(void)buf_adds(&note, ", 95 % below ");
	wording_ms(&note, r->most_ms);
	(void)buf_adds(&note, ", 99 % below ");
	wording_ms(&note, r->nearly_ms);
	(void)buf_adds(&note, ", all below ");
	wording_ms(&note, r->all_ms);
	(void)buf_addc(&note, '.');
	page_card(out, "Answer time", note.data);
	buf_fini(&note);
	add_distribution(r, first, last, out);
	page_card_end(out);
}

static void
note_quota(const struct report *r, struct buf *note)
{
	const struct history_view *v = r->view;

	(void)buf_adds(note, "Most in 60 minutes: ");
	wording_number(note, v->used.messages);
	if (r->limit > 0 && r->limit != HISTORY_UNLIMITED) {
		(void)buf_addf(note, " (%u %% of the license for ", r->percent);
		wording_limit(note, r->limit);
		(void)buf_addc(note, ')');
	}
	if (v->used.messages > 0)
		wording_time(note, v->used.from_s, ", from %e %b, %H:%M");
	(void)buf_adds(note, ". ");
	if (v->all.refused > 0) {
		wording_number(note, v->all.refused);
		(void)buf_adds(note, " times a message was above the limit. ");
	}
	(void)buf_adds(note, "A limit of ");
	wording_number(note, v->enough);
	(void)buf_adds(note, " messages per hour would have been enough.");
}

/* The limit is drawn when that leaves something of the bars. */
static void
add_limit(const struct report *r, struct chart *chart, struct buf *out)
{
	if (r->limit <= 0 || r->limit == HISTORY_UNLIMITED ||
	    (uint64_t)r->limit > r->view->used.messages * LIMIT_FAR)
		return;
	chart->limit = (uint64_t)r->limit;
	(void)buf_adds(out, "<div class=\"keys\"><span>"
			    "<span class=\"key limit\"></span>limit ");
	wording_limit(out, r->limit);
	(void)buf_adds(out, "</span></div>\n");
}

void
page_quota(const struct report *r, struct buf *out)
{
	struct chart_bar *bars = bars_new(r);
	struct chart chart =
	    bars_chart("Delivered messages in 60 minutes", bars, r->bars.n);
	struct buf note;
	size_t i;

	for (i = 0; i < r->bars.n; i++) {
		bars[i].part[0] = r->bars.list[i].peak;
		bars_tell(&bars[i], r->bars.list[i].peak,
		    " delivered in the fullest 60 minutes");
	}
	buf_init(&note, TEXT_MAX);
	note_quota(r, &note);
	page_card(out, "Quota", note.data);
	buf_fini(&note);
	add_limit(r, &chart, out);
	chart_add(out, &chart);
	page_card_end(out);
	free(bars);
}

static void
hours_unit(struct buf *out, uint64_t hours)
{
	const uint64_t day = DAY_HOURS;

	if (hours >= 4 * day && hours % day == 0)
		(void)buf_addf(
		    out, "%llu d", (unsigned long long)(hours / day));
	else
		(void)buf_addf(out, "%llu h", (unsigned long long)hours);
}

/* 6, 12, 24, 48 hours, 4, 8, 16 ... days. */
static uint64_t
top_of_age(uint64_t hours)
{
	uint64_t top = 6;

	while (top < hours && top < UINT64_MAX / 4)
		top *= 2;
	return top;
}

static void
add_ages(const struct report *r, struct buf *out)
{
	struct chart_bar *bars = bars_new(r);
	struct chart chart =
	    bars_chart("Age of the definitions", bars, r->bars.n);
	uint64_t hours, most = 0;
	size_t i;

	for (i = 0; i < r->bars.n; i++) {
		if (r->bars.list[i].age_s < 0)
			continue;
		hours = (uint64_t)(r->bars.list[i].age_s + HOUR_S - 1) / HOUR_S;
		bars[i].part[0] = hours;
		bars_tell(&bars[i], hours, " hours old at the end");
		if (hours > most)
			most = hours;
	}
	chart.top = top_of_age(most);
	chart.unit = hours_unit;
	(void)buf_adds(out, "<div class=\"low\">");
	chart_add(out, &chart);
	(void)buf_adds(out, "</div>\n");
	free(bars);
}

static void
add_update(const struct history_definitions *d, struct buf *out)
{
	(void)buf_adds(out, "<tr><td class=\"when\">");
	wording_time(out, d->time_s, "%e %b, %H:%M");
	(void)buf_adds(out, "</td><td class=\"any\">");
	wording_html(out, d->version[0] != '\0' ? d->version : "test set only");
	(void)buf_adds(out, "</td><td class=\"wide\">");
	if (d->built_s > 0)
		wording_time(out, d->built_s, "%e %b %Y, %H:%M");
	(void)buf_adds(out, "</td><td class=\"n\">");
	wording_number(out, (uint64_t)d->signatures);
	(void)buf_adds(out, "</td></tr>\n");
}

void
page_definitions(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	struct buf note;
	size_t i, shown = 0;

	buf_init(&note, TEXT_MAX);
	(void)buf_adds(&note, "Their age at the end of each bar. Now: ");
	wording_age(&note, r->age_s);
	(void)buf_adds(&note, "; greatest age: ");
	wording_age(&note, r->oldest_s);
	(void)buf_adds(&note, "; updates: ");
	wording_number(&note, r->updates);
	(void)buf_addc(&note, '.');
	page_card(out, "Definitions", note.data);
	buf_fini(&note);
	add_ages(r, out);
	if (v->definitions_n > 0)
		(void)buf_adds(out,
		    "<table><tr><th>In force since</th><th>Version</th>"
		    "<th class=\"wide\">Made</th><th "
		    "class=\"n\">Signatures</th></tr>\n");
	for (i = v->definitions_n; i-- > 0 && shown < UPDATES_SHOWN; shown++)
		add_update(&v->definitions[i], out);
	if (v->definitions_n > 0)
		(void)buf_adds(out, "</table>\n");
	page_card_end(out);
}
