/*
 * The most frequent names, senders, sources and recipients, and the latest
 * findings. Whole days are counted already; of a day that belongs only partly
 * to the period, the findings are.
 */
#include "mem.h"
#include "view_priv.h"

/* ?1 a kind, ?2 and ?3 days, ?4 and ?5 ids of the findings before them. */
#define TOP(first_day)                                                         \
	"SELECT text, sum(n) AS total FROM ("                                  \
	" SELECT text, messages AS n FROM top"                                 \
	" WHERE kind = ?1 AND day >= ?2 AND day < ?3 UNION ALL " first_day     \
	") GROUP BY text ORDER BY total DESC, text LIMIT 10"

#define OF_FINDING(column, also)                                               \
	"SELECT " column ", 1 FROM finding WHERE id >= ?4 AND id < ?5"         \
	" AND decided = 1 AND " column " IS NOT NULL" also

/* Somebody may have written there what is no list. */
#define RECIPIENTS                                                             \
	"CASE WHEN json_valid(finding.recipients)"                             \
	" THEN finding.recipients ELSE '[]' END"

static const char *const sql[HISTORY_KINDS] = {
    [HISTORY_NAMES] =
	TOP(OF_FINDING("name", " AND class <> '" HISTORY_ERROR "'")),
    [HISTORY_SENDERS] = TOP(OF_FINDING("sender", "")),
    [HISTORY_SOURCES] = TOP(OF_FINDING("ip", "")),
    [HISTORY_RECIPIENTS] =
	TOP("SELECT value, 1 FROM finding, json_each(" RECIPIENTS ")"
	    " WHERE finding.id >= ?4 AND finding.id < ?5 AND decided = 1"),
};

static int64_t
id_at(int64_t time_s)
{
	return time_s * 1000 << TIME_SHIFT;
}

static int
ask_top(struct store *s, struct history_view *v, int kind, struct err *e)
{
	const int64_t first = (v->period.from_s + DAY_S - 1) / DAY_S;
	const int64_t end = (v->period.to_s + DAY_S - 1) / DAY_S;
	const int64_t whole_s =
	    first * DAY_S < v->period.to_s ? first * DAY_S : v->period.to_s;
	struct history_top *top = v->top[kind];
	struct statement *st;
	int result;

	if (statement_new(s, sql[kind], &st, e) == -1)
		return -1;
	statement_int(st, 1, kind);
	statement_int(st, 2, first);
	statement_int(st, 3, end);
	statement_int(st, 4, id_at(v->period.from_s));
	statement_int(st, 5, id_at(whole_s));
	while ((result = statement_step(st, e)) == 1 &&
	       v->top_n[kind] < HISTORY_TOP_MAX)
		top[v->top_n[kind]++] = (struct history_top){
		    .text = mem_strdup(statement_get_text(st, 0)),
		    .messages = (uint64_t)statement_get_int(st, 1),
		};
	statement_free(&st);
	return result == -1 ? -1 : 0;
}

int
view_top(struct store *s, struct history_view *v, struct err *e)
{
	int kind;

	for (kind = 0; kind < HISTORY_KINDS; kind++)
		if (ask_top(s, v, kind, e) == -1)
			return -1;
	return 0;
}

static char *
text_of(struct statement *st, int column)
{
	return mem_strdup(statement_get_text(st, column));
}

int
view_latest(struct store *s, struct history_view *v, struct err *e)
{
	static const char latest[] =
	    "SELECT id, queue_id, sender, (SELECT group_concat(value, ', ')"
	    " FROM json_each(" RECIPIENTS ")), ip, class, name, path,"
	    " action FROM finding WHERE id >= ?1 AND id < ?2 AND decided = 1"
	    " ORDER BY id DESC LIMIT ?3";
	struct statement *st;
	int result;

	if (statement_new(s, latest, &st, e) == -1)
		return -1;
	statement_int(st, 1, id_at(v->period.from_s));
	statement_int(st, 2, id_at(v->period.to_s));
	statement_int(st, 3, HISTORY_LATEST_MAX);
	while ((result = statement_step(st, e)) == 1)
		v->latest[v->latest_n++] = (struct history_latest){
		    .time_ms = statement_get_int(st, 0) >> TIME_SHIFT,
		    .queue_id = text_of(st, 1),
		    .sender = text_of(st, 2),
		    .recipients = text_of(st, 3),
		    .ip = text_of(st, 4),
		    .class = text_of(st, 5),
		    .name = text_of(st, 6),
		    .path = text_of(st, 7),
		    .action = text_of(st, 8),
		};
	statement_free(&st);
	return result;
}
