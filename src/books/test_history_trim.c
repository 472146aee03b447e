/* What is too old, too much or too rare goes, and nothing else. */
#include "history_rig_priv.h"

static const int64_t year_s = 400 * DAY_S;

static void
trim(int64_t now_s, uint64_t size_max)
{
	const struct history_bounds bounds = {now_s, year_s, size_max};
	bool more = true;
	struct err e;
	int i;

	for (i = 0; i < 50 && more; i++)
		assert_int_equal(history_trim(rig_history, &bounds, &more, &e),
		    HISTORY_DONE);
	assert_false(more);
}

static int64_t
rows(const char *table)
{
	char *sql = mem_printf("SELECT count(*) FROM %s", table);
	int64_t n = -1;
	struct err e;

	assert_int_equal(store_number(rig_history->store, sql, &n, &e), 0);
	free(sql);
	return n;
}

static void
what_is_too_old_goes(void **state)
{
	struct history_definitions d = {rig_s, "27000", rig_s, 1};
	struct history_message *m = rig_clean(rig_s);
	struct history_batch batch = {.messages = &m, .n = 1, .lost = 5};
	struct err e;

	(void)state;
	assert_int_equal(history_write(rig_history, &batch, &e), HISTORY_DONE);
	history_message_free(&m);
	assert_int_equal(history_note_definitions(rig_history, &d, &e), 0);
	rig_one(rig_infected(rig_s + 5, "A", "a@example.com"));
	rig_one(rig_infected(rig_s + DAY_S, "B", "a@example.com"));
	trim(rig_s + year_s - 60, UINT64_MAX);
	assert_int_equal(rows("finding"), 2);
	assert_int_equal(rows("minute"), 3);
	trim(rig_s + year_s + DAY_S, UINT64_MAX);
	assert_int_equal(rows("finding"), 1);
	assert_int_equal(rows("minute"), 1);
	assert_int_equal(rows("latency"), 1);
	assert_int_equal(rows("loss"), 0);
	assert_int_equal(rows("top"), 4);
	/* The definitions are still in force. */
	assert_int_equal(rows("definitions"), 1);
	d.time_s += year_s;
	d.built_s++;
	assert_int_equal(history_note_definitions(rig_history, &d, &e), 0);
	trim(rig_s + 2 * year_s + DAY_S, UINT64_MAX);
	assert_int_equal(rows("definitions"), 1);
	assert_int_equal(rows("finding"), 0);
}

static void
many(int64_t time_s, size_t n)
{
	struct history_message **list = mem_zalloc(n, sizeof(void *));
	char name[32];
	size_t i;

	for (i = 0; i < n; i++) {
		(void)snprintf(name, sizeof(name), "Name-%zu", i);
		list[i] = rig_infected(time_s, name, name);
	}
	list[n / 2]->time_ms += 1; /* one name, twice */
	free(list[n / 2]->findings[0].name);
	list[n / 2]->findings[0].name = mem_strdup("Name-0");
	assert_int_equal(rig_write(list, n), HISTORY_DONE);
	free(list);
}

static void
the_oldest_findings_make_room(void **state)
{
	struct history_view *v;

	(void)state;
	many(rig_s, 20000);
	many(rig_s + 10, 5000);
	trim(rig_s, 2500000);
	assert_int_equal(rows("finding"), 5000);
	assert_int_equal(rows("finding WHERE id >> 20 < 1728000010000"), 0);
	v = rig_view(rig_s, rig_s + 60); /* what was counted is not lost */
	assert_int_equal(v->all.messages, 25000);
	history_view_free(&v);
}

static void
rare_texts_make_room(void **state)
{
	struct history_view *v;

	(void)state;
	many(rig_s, HISTORY_TOP_TODAY + 5000);
	trim(rig_s + 100, UINT64_MAX);
	assert_int_equal(rows("top WHERE kind = 0"), HISTORY_TOP_TODAY);
	assert_int_equal(rows("top WHERE kind = 3"), 1);
	trim(rig_s + DAY_S, UINT64_MAX);
	assert_int_equal(rows("top WHERE kind = 0"), HISTORY_TOP_KEPT);
	v = rig_view(rig_s, rig_s + DAY_S);
	assert_string_equal(v->top[HISTORY_NAMES][0].text, "Name-0");
	assert_int_equal(v->top[HISTORY_NAMES][0].messages, 2);
	history_view_free(&v);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_start, rig_stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(what_is_too_old_goes),
	    T(the_oldest_findings_make_room),
	    T(rare_texts_make_room),
	};

	return RUN_TESTS(tests);
}
