/*
 * What was counted by minutes: one pass in the order of time, in which hours,
 * verdicts and the fullest 60 minutes are found together.
 */
#include <string.h>

#include "mem.h"
#include "view_priv.h"

enum {
	HOUR_MIN = 60,
	SLOTS_MIN = 62 /* what the quota's window may touch of minutes */
};

/* A sum over the last so many minutes. */
struct slide {
	unsigned width;
	uint64_t ring[SLOTS_MIN], sum;
	int64_t minute; /* the newest one in it */
};

/* What the pass carries along. */
struct pass {
	struct history_view *view;
	struct slide used, wanted, slots;
};

static void
slide_to(struct slide *s, int64_t minute)
{
	if (minute - s->minute >= s->width) {
		memset(s->ring, 0, sizeof(s->ring));
		s->sum = 0;
		s->minute = minute;
	}
	while (s->minute < minute) {
		s->minute++;
		s->sum -= s->ring[s->minute % s->width];
		s->ring[s->minute % s->width] = 0;
	}
}

static void
slide_add(struct slide *s, int64_t minute, uint64_t n)
{
	slide_to(s, minute);
	s->ring[minute % s->width] += n;
	s->sum += n;
}

static void
note_peak(const struct slide *s, struct history_peak *peak)
{
	if (s->sum <= peak->messages)
		return;
	peak->messages = s->sum;
	peak->from_s = (s->minute - s->width + 1) * MINUTE_S;
}

static void
add(struct history_counts *to, const struct history_counts *n)
{
	to->messages += n->messages;
	to->bytes += n->bytes;
	to->scan_ms += n->scan_ms;
	to->slots += n->slots;
	to->wanted += n->wanted;
	to->refused += n->refused;
}

static void
add_verdict(struct history_view *v, const char *class, const char *action,
    const struct history_counts *n)
{
	struct history_verdict *one;
	size_t i;

	for (i = 0; i < v->verdicts_n; i++) {
		one = &v->verdicts[i];
		if (strcmp(one->class, class) == 0 &&
		    strcmp(one->action, action) == 0) {
			add(&one->counts, n);
			return;
		}
	}
	if (v->verdicts_n == HISTORY_VERDICTS_MAX)
		return;
	one = &v->verdicts[v->verdicts_n++];
	one->class = mem_strdup(class);
	one->action = mem_strdup(action);
	one->counts = *n;
}

static void
take(struct pass *p, struct statement *st)
{
	const struct history_counts n = {
	    .messages = (uint64_t)statement_get_int(st, 3),
	    .bytes = (uint64_t)statement_get_int(st, 4),
	    .scan_ms = (uint64_t)statement_get_int(st, 5),
	    .slots = (uint64_t)statement_get_int(st, 6),
	    .wanted = (uint64_t)statement_get_int(st, 7),
	    .refused = (uint64_t)statement_get_int(st, 8),
	};
	const int64_t minute = statement_get_int(st, 0);
	const char *class = statement_get_text(st, 1);
	struct history_view *v = p->view;
	size_t place =
	    (size_t)((minute * MINUTE_S - v->period.from_s) / HOUR_S);
	struct history_hour *hour =
	    &v->hours[place < v->hours_n ? place : v->hours_n - 1];

	add(&hour->counts, &n);
	add(&v->all, &n);
	if (strcmp(class, HISTORY_CLEAN) == 0)
		hour->clean += n.messages;
	else if (strcmp(class, HISTORY_ERROR) == 0)
		hour->error += n.messages;
	add_verdict(v, class, statement_get_text(st, 2), &n);
	slide_add(&p->used, minute, n.slots);
	slide_add(&p->wanted, minute, n.wanted);
	slide_add(&p->slots, minute, n.wanted);
	if (p->used.sum > hour->peak)
		hour->peak = p->used.sum;
	note_peak(&p->used, &v->used);
	note_peak(&p->wanted, &v->wanted);
	if (p->slots.sum > v->enough)
		v->enough = p->slots.sum;
}

int
view_minutes(struct store *s, struct history_view *v, struct err *e)
{
	static const char sql[] =
	    "SELECT * FROM minute WHERE minute >= ?1 AND minute < ?2"
	    " ORDER BY minute, class, action";
	struct pass pass = {.view = v,
	    .used = {.width = HOUR_MIN},
	    .wanted = {.width = HOUR_MIN},
	    .slots = {.width = SLOTS_MIN}};
	struct statement *st;
	int result;

	if (statement_new(s, sql, &st, e) == -1)
		return -1;
	statement_int(st, 1, v->period.from_s / MINUTE_S);
	statement_int(st, 2, (v->period.to_s + MINUTE_S - 1) / MINUTE_S);
	while ((result = statement_step(st, e)) == 1)
		take(&pass, st);
	statement_free(&st);
	return result;
}
