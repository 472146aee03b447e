/* What was written is what is read: counts, tops, peaks. */
#include "history_rig_priv.h"

static void
counts_are_by_hour_class_and_action(void **state)
{
	struct history_message *m = rig_clean(rig_s + HOUR_S);
	struct history_view *v;

	(void)state;
	m->class = HISTORY_ERROR;
	m->action = "defer";
	m->slot = m->wanted = false;
	rig_one(rig_clean(rig_s));
	rig_one(rig_clean(rig_s + 61));
	rig_one(m);
	rig_one(rig_infected(rig_s + HOUR_S, "A", "a@example.com"));
	rig_one(rig_clean(rig_s - 1));
	rig_one(rig_clean(rig_s + 2 * HOUR_S));
	v = rig_view(rig_s, rig_s + 2 * HOUR_S);
	assert_int_equal(v->begins_s, rig_s - 60);
	assert_int_equal(v->hours_n, 2);
	assert_int_equal(v->all.messages, 4);
	assert_int_equal(v->all.bytes, 5000);
	assert_int_equal(v->all.scan_ms, 8 + 8 + 8 + 25);
	assert_int_equal(v->all.slots, 2);
	assert_int_equal(v->hours[0].counts.messages, 2);
	assert_int_equal(v->hours[0].clean, 2);
	assert_int_equal(v->hours[1].counts.messages, 2);
	assert_int_equal(v->hours[1].clean, 0);
	assert_int_equal(v->hours[1].error, 1);
	assert_int_equal(v->verdicts_n, 3);
	assert_string_equal(v->verdicts[0].class, "clean");
	assert_string_equal(v->verdicts[0].action, "pass");
	assert_int_equal(v->verdicts[0].counts.messages, 2);
	assert_int_equal(v->latency[history_bucket(10)], 3);
	assert_int_equal(v->latency[history_bucket(30)], 1);
	history_view_free(&v);
}

static void
a_batch_of_many_minutes_is_added_up(void **state)
{
	struct history_message *many[400];
	struct history_view *v;
	int i;

	(void)state;
	for (i = 0; i < 400; i++)
		many[i] = rig_clean(rig_s + i % 200 * 60);
	assert_int_equal(rig_write(many, 400), HISTORY_DONE);
	v = rig_view(rig_s, rig_s + 4 * HOUR_S);
	assert_int_equal(v->all.messages, 400);
	assert_int_equal(v->hours[0].counts.messages, 120);
	assert_int_equal(v->hours[3].counts.messages, 40);
	assert_int_equal(v->latency[history_bucket(10)], 400);
	history_view_free(&v);
}

static void
texts_are_kept_as_they_are(void **state)
{
	static const char name[] = "\"'); DROP TABLE top; --\xe2\x82\xac,\\";
	struct history_message *m = rig_infected(rig_s, name, "<>");
	struct history_view *v;

	(void)state;
	free(m->recipients[0]);
	m->recipients[0] = mem_strdup("\"a, b\"\\@example.com");
	rig_one(m);
	v = rig_view(rig_s, rig_s + 1);
	assert_string_equal(v->top[HISTORY_NAMES][0].text, name);
	assert_string_equal(v->latest[0].name, name);
	assert_string_equal(v->top[HISTORY_SENDERS][0].text, "<>");
	assert_string_equal(
	    v->top[HISTORY_RECIPIENTS][0].text, "\"a, b\"\\@example.com");
	assert_string_equal(v->latest[0].recipients, "\"a, b\"\\@example.com");
	assert_int_equal(v->latest[0].time_ms, rig_s * 1000 + 123);
	history_view_free(&v);
	v = rig_view(rig_s, rig_s + DAY_S);
	assert_string_equal(
	    v->top[HISTORY_RECIPIENTS][0].text, "\"a, b\"\\@example.com");
	history_view_free(&v);
}

static void
the_most_frequent_come_first(void **state)
{
	struct history_view *v;
	char name[32];
	int i, k;

	(void)state;
	for (i = 0; i < 12; i++)
		for (k = 0; k <= i; k++) {
			(void)snprintf(name, sizeof(name), "Name-%02d", i);
			rig_one(rig_infected(rig_s + k, name, "a@example.com"));
		}
	v = rig_view(rig_s, rig_s + DAY_S);
	assert_int_equal(v->top_n[HISTORY_NAMES], 10);
	assert_string_equal(v->top[HISTORY_NAMES][0].text, "Name-11");
	assert_int_equal(v->top[HISTORY_NAMES][0].messages, 12);
	assert_string_equal(v->top[HISTORY_NAMES][9].text, "Name-02");
	assert_int_equal(v->top_n[HISTORY_SOURCES], 1);
	assert_int_equal(v->top[HISTORY_SOURCES][0].messages, 78);
	assert_int_equal(v->latest_n, HISTORY_LATEST_MAX);
	history_view_free(&v);
}

/* Of a day that belongs only partly to the period, findings are counted. */
static void
part_of_a_day_counts_for_itself(void **state)
{
	struct history_view *v;
	int i;

	(void)state;
	rig_one(rig_infected(rig_s + HOUR_S, "Early", "a@example.com"));
	for (i = 0; i < 3; i++)
		rig_one(rig_infected(rig_s + 5 * HOUR_S, "A", "a@example.com"));
	rig_one(rig_infected(rig_s + DAY_S, "A", "b@example.com"));
	rig_one(rig_infected(rig_s + DAY_S + 9, "B", "b@example.com"));
	v = rig_view(rig_s + 2 * HOUR_S, rig_s + DAY_S + 100);
	assert_int_equal(v->top_n[HISTORY_NAMES], 2);
	assert_int_equal(v->top[HISTORY_NAMES][0].messages, 4);
	assert_int_equal(v->top[HISTORY_SENDERS][0].messages, 3);
	assert_int_equal(v->top[HISTORY_RECIPIENTS][0].messages, 5);
	history_view_free(&v);
	v = rig_view(rig_s + 4 * HOUR_S, rig_s + 6 * HOUR_S);
	assert_int_equal(v->top_n[HISTORY_NAMES], 1);
	assert_int_equal(v->top[HISTORY_NAMES][0].messages, 3);
	history_view_free(&v);
}

static void
reasons_are_no_names(void **state)
{
	struct history_message *m =
	    rig_infected(rig_s, "it was gone", "a@example.com");
	struct history_view *v;

	(void)state;
	m->class = m->findings[0].class = HISTORY_ERROR;
	m->sentence = true;
	rig_one(m);
	v = rig_view(rig_s, rig_s + DAY_S);
	assert_int_equal(v->top_n[HISTORY_NAMES], 0);
	assert_int_equal(v->top_n[HISTORY_SENDERS], 1);
	history_view_free(&v);
	v = rig_view(rig_s, rig_s + HOUR_S);
	assert_int_equal(v->top_n[HISTORY_NAMES], 0);
	history_view_free(&v);
}

static void
slots(int64_t time_s, int n)
{
	struct history_message *m;
	int i;

	for (i = 0; i < n; i++) {
		m = rig_clean(time_s);
		rig_one(m);
	}
}

static void
the_fullest_hour_is_found(void **state)
{
	struct history_message *m = rig_clean(rig_s + 100 * 60);
	struct history_view *v;

	(void)state;
	m->slot = false;
	m->refused = true;
	slots(rig_s + 30 * 60, 3);
	slots(rig_s + 89 * 60, 4); /* within 60 minutes of the first */
	slots(rig_s + 91 * 60, 2); /* and these not any more */
	rig_one(m);
	v = rig_view(rig_s, rig_s + 4 * HOUR_S);
	assert_int_equal(v->used.messages, 7);
	assert_int_equal(v->used.from_s, rig_s + 30 * 60);
	assert_int_equal(v->wanted.messages, 7);
	assert_int_equal(v->enough, 9); /* 62 minutes */
	assert_int_equal(v->hours[0].peak, 3);
	assert_int_equal(v->hours[1].peak, 7);
	assert_int_equal(v->all.refused, 1);
	history_view_free(&v);
	v = rig_view(rig_s + HOUR_S, rig_s + 4 * HOUR_S);
	assert_int_equal(v->used.messages, 6);
	assert_int_equal(v->wanted.messages, 7);
	history_view_free(&v);
}

static void
changes_are_noted_once(void **state)
{
	struct history_definitions d = {rig_s, "27000", rig_s - 100, 1000};
	struct history_limit l = {rig_s - 50, 100};
	struct history_view *v;
	struct err e;
	int i;

	(void)state;
	for (i = 0; i < 3; i++, d.time_s++, l.time_s++) {
		assert_int_equal(
		    history_note_definitions(rig_history, &d, &e), 0);
		assert_int_equal(history_note_limit(rig_history, &l, &e), 0);
	}
	d.time_s = l.time_s = rig_s + HOUR_S;
	d.built_s++;
	l.per_hour = HISTORY_UNLIMITED;
	assert_int_equal(history_note_definitions(rig_history, &d, &e), 0);
	assert_int_equal(history_note_limit(rig_history, &l, &e), 0);
	rig_one(rig_clean(rig_s));
	v = rig_view(rig_s, rig_s + 2 * HOUR_S);
	assert_int_equal(v->definitions_n, 2);
	assert_int_equal(v->definitions[0].time_s, rig_s);
	assert_string_equal(v->definitions[0].version, "27000");
	assert_int_equal(v->definitions[0].signatures, 1000);
	assert_int_equal(v->limits_n, 2);
	assert_int_equal(history_view_limit_at(v, rig_s), 100);
	assert_true(
	    history_view_limit_at(v, rig_s + HOUR_S) == HISTORY_UNLIMITED);
	history_view_free(&v);
	/* What was in force before the period still is. */
	v = rig_view(rig_s + 2 * HOUR_S, rig_s + 3 * HOUR_S);
	assert_int_equal(v->definitions_n, 1);
	assert_int_equal(v->definitions[0].built_s, rig_s - 99);
	assert_int_equal(v->limits_n, 1);
	history_view_free(&v);
}

static void
losses_are_told(void **state)
{
	struct history_message *m = rig_clean(rig_s);
	struct history_batch batch = {.messages = &m, .n = 1, .lost = 5};
	struct history_view *v;
	struct err e;

	(void)state;
	assert_int_equal(history_write(rig_history, &batch, &e), HISTORY_DONE);
	assert_int_equal(history_write(rig_history, &batch, &e), HISTORY_DONE);
	history_message_free(&m);
	v = rig_view(rig_s, rig_s + 60);
	assert_int_equal(v->lost, 10);
	history_view_free(&v);
}

static void
buckets_hold_what_they_say(void **state)
{
	unsigned b;
	uint64_t ms;

	(void)state;
	for (ms = 0; ms < 5000; ms++) {
		b = history_bucket(ms);
		assert_true(history_bucket_from(b) <= ms);
		assert_true(history_bucket_from(b + 1) > ms);
	}
	assert_true(history_bucket(UINT64_MAX) == HISTORY_BUCKETS - 1);
	for (b = 1; b < HISTORY_BUCKETS; b++)
		assert_true(
		    history_bucket_from(b) >= history_bucket_from(b - 1));
}

static void
a_period_without_sense_is_refused(void **state)
{
	const struct history_period bad[] = {
	    {-1, 5}, {5, 5}, {0, (int64_t)HISTORY_PERIOD_MAX_S + 1}};
	struct history_view *v = NULL;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		assert_int_equal(
		    history_view_read(rig_state, &bad[i], &v, &e), -1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_start, rig_stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(counts_are_by_hour_class_and_action),
	    T(a_batch_of_many_minutes_is_added_up),
	    T(texts_are_kept_as_they_are),
	    T(the_most_frequent_come_first),
	    T(part_of_a_day_counts_for_itself),
	    T(reasons_are_no_names),
	    T(the_fullest_hour_is_found),
	    T(changes_are_noted_once),
	    T(losses_are_told),
	    T(buckets_hold_what_they_say),
	    T(a_period_without_sense_is_refused),
	};

	return RUN_TESTS(tests);
}
