/* The report for a terminal or a mail: tables of 78 columns. */
#include <stdio.h>
#include <string.h>

#include "report_priv.h"
#include "wording_priv.h"

enum { BAR_WIDTH = 30, NAME_WIDTH = 52, LINE_MAX_BYTES = 512 };

/* A number right-aligned in a column. */
static void
add_column(struct buf *out, uint64_t n, int width)
{
	struct buf text;

	buf_init(&text, LINE_MAX_BYTES);
	wording_number(&text, n);
	(void)buf_addf(out, "%*s", width, text.data);
	buf_fini(&text);
}

static void
add_head(struct buf *out, const char *title)
{
	(void)buf_addf(out, "\n%s\n", title);
}

static void
add_title(const struct report *r, struct buf *out)
{
	const struct history_period *p = &r->view->period;

	(void)buf_adds(out, "cgpward report");
	if (r->host != NULL) {
		(void)buf_adds(out, " of ");
		wording_plain(out, r->host);
	}
	(void)buf_addc(out, '\n');
	wording_time(out, p->from_s, "%Y-%m-%d %H:%M to ");
	wording_time(out, p->to_s, "%Y-%m-%d %H:%M UTC\n");
	if (r->view->begins_s > p->from_s) {
		wording_time(out, r->view->begins_s,
		    "The history begins at %Y-%m-%d %H:%M UTC.\n");
	}
	if (r->view->lost > 0) {
		wording_number(out, r->view->lost);
		(void)buf_adds(out, " messages are missing in this report, "
				    "because they could not be written.\n");
	}
}

static void
add_share(const struct report *r, struct buf *out, const char *name, uint64_t n)
{
	(void)buf_addf(out, "  %-14s", name);
	add_column(out, n, 15);
	(void)buf_adds(out, "  ");
	wording_percent(out, n, r->view->all.messages);
	(void)buf_addc(out, '\n');
}

static void
add_summary(const struct report *r, struct buf *out)
{
	(void)buf_adds(out, "\nMessages        ");
	add_column(out, r->view->all.messages, 15);
	(void)buf_adds(out, "  (");
	wording_bytes(out, r->view->all.bytes);
	(void)buf_adds(out, ")\n");
	add_share(r, out, "clean", r->clean);
	add_share(r, out, "found", r->found);
	add_share(r, out, "not scanned", r->error);
}

static void
add_bar(struct buf *out, uint64_t n, uint64_t most)
{
	uint64_t i, length = most > 0 ? (n * BAR_WIDTH + most - 1) / most : 0;

	if (length > 0)
		(void)buf_adds(out, "  ");
	for (i = 0; i < length && i < BAR_WIDTH; i++)
		(void)buf_addc(out, '#');
	(void)buf_addc(out, '\n');
}

static void
add_bins(struct buf *out, const struct report_bin *bins, size_t n, bool of_day)
{
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (bins[i].messages > most)
			most = bins[i].messages;
	(void)buf_adds(out, "                       messages     found  "
			    "not scanned\n");
	for (i = 0; i < n; i++) {
		(void)buf_adds(out, "  ");
		if (of_day)
			wording_time(out, bins[i].start_s, "%H:%M           ");
		else
			wording_time(out, bins[i].start_s, "%Y-%m-%d %H:%M");
		add_column(out, bins[i].messages, 13);
		add_column(out, bins[i].found, 10);
		add_column(out, bins[i].error, 10);
		add_bar(out, bins[i].messages, most);
	}
}

static void
add_volume(const struct report *r, struct buf *out)
{
	struct report_bin hours[DAY_HOURS];
	int i;

	add_head(out, r->lines.width_s == HOUR_S  ? "Volume by hour (UTC)"
		      : r->lines.width_s == DAY_S ? "Volume by day (UTC)"
						  : "Volume by week (UTC)");
	add_bins(out, r->lines.list, r->lines.n, false);
	if (r->lines.width_s == HOUR_S)
		return;
	for (i = 0; i < DAY_HOURS; i++) {
		hours[i] = r->hours[i];
		hours[i].start_s = (int64_t)i * HOUR_S;
	}
	add_head(out, "Volume by hour of the day (UTC)");
	add_bins(out, hours, DAY_HOURS, true);
}

static void
add_class(const struct report *r, const struct report_class *c, struct buf *out)
{
	bool first = true;
	int k;

	(void)buf_adds(out, "  ");
	wording_plain(out, c->name);
	(void)buf_addf(out, "%*s", 14 - (int)strnlen(c->name, 13), "");
	add_column(out, c->counts.messages, 13);
	(void)buf_adds(out, "  ");
	wording_percent(out, c->counts.messages, r->view->all.messages);
	for (k = 0; k < ACTION_COUNT; k++) {
		if (c->action[k] == 0)
			continue;
		(void)buf_addf(out, "%s%s ", first ? "  " : ", ",
		    action_name((enum action_kind)k));
		wording_number(out, c->action[k]);
		first = false;
	}
	(void)buf_addc(out, '\n');
}

static void
add_classes(const struct report *r, struct buf *out)
{
	size_t i;

	add_head(out, "Verdicts by class");
	for (i = 0; i < r->classes_n; i++)
		add_class(r, &r->classes[i], out);
}

static void
add_tops(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	size_t i;
	int k;

	for (k = 0; k < HISTORY_KINDS; k++) {
		if (v->top_n[k] == 0)
			continue;
		(void)buf_addf(out,
		    "\n%s of messages in which something was found\n",
		    report_kind((enum history_kind)k));
		for (i = 0; i < v->top_n[k]; i++) {
			add_column(out, v->top[k][i].messages, 13);
			(void)buf_adds(out, "  ");
			wording_plain(out, v->top[k][i].text);
			(void)buf_addc(out, '\n');
		}
	}
}

static void
add_answers(const struct report *r, struct buf *out)
{
	add_head(out, "Time from request to answer");
	(void)buf_adds(out, "  half of them below ");
	wording_ms(out, r->half_ms);
	(void)buf_adds(out, ", 95 % below ");
	wording_ms(out, r->most_ms);
	(void)buf_adds(out, ", 99 % below ");
	wording_ms(out, r->nearly_ms);
	(void)buf_adds(out, ", all below ");
	wording_ms(out, r->all_ms);
	(void)buf_addc(out, '\n');
}

static void
add_definitions(const struct report *r, struct buf *out)
{
	const struct history_definitions *d = r->definitions;

	add_head(out, "Definitions");
	if (d == NULL) {
		(void)buf_adds(out, "  none known\n");
		return;
	}
	(void)buf_adds(out, "  version ");
	wording_plain(out, d->version[0] != '\0' ? d->version : "(test set)");
	(void)buf_adds(out, ", age ");
	wording_age(out, r->age_s);
	(void)buf_adds(out, ", ");
	wording_number(out, (uint64_t)d->signatures);
	(void)buf_adds(out, " signatures\n  ");
	wording_number(out, r->updates);
	(void)buf_addf(out, " update%s in this time, greatest age ",
	    r->updates == 1 ? "" : "s");
	wording_age(out, r->oldest_s);
	(void)buf_addc(out, '\n');
}

static void
add_quota(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;

	add_head(out, "Quota");
	(void)buf_adds(out, "  license: ");
	wording_limit(out, r->limit);
	(void)buf_adds(out, " messages per hour\n  most in 60 minutes: ");
	wording_number(out, v->used.messages);
	if (r->percent > 0)
		(void)buf_addf(out, " (%u %%)", r->percent);
	if (v->used.messages > 0)
		wording_time(out, v->used.from_s, ", from %Y-%m-%d %H:%M UTC");
	(void)buf_addc(out, '\n');
	if (v->all.refused > 0) {
		(void)buf_adds(out, "  above the limit: ");
		wording_number(out, v->all.refused);
		(void)buf_adds(out, " times\n");
	}
	(void)buf_adds(out, "  a limit of ");
	wording_number(out, v->enough);
	(void)buf_adds(out, " messages per hour would have been enough\n");
}

void
report_text(const struct report *r, struct buf *out)
{
	add_title(r, out);
	add_summary(r, out);
	add_volume(r, out);
	add_classes(r, out);
	add_tops(r, out);
	add_answers(r, out);
	add_definitions(r, out);
	add_quota(r, out);
}
