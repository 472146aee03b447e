/* The figures of a report, and that hostile texts stay texts in each form. */
#include <ftw.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "chart_priv.h"
#include "mem.h"
#include "report_priv.h"
#include "test.h"

static char folder[64];
static struct history *history;
static const int64_t day_s = (int64_t)20000 * DAY_S; /* a Friday */
static const char hostile[] =
    "\"><script>alert(1)</script>=1+1\033[31m\xe2\x80\xae',\n\x01";

static int
start(void **state)
{
	struct err e;

	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/report-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(history_open(folder, &history, &e), HISTORY_DONE);
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int
stop(void **state)
{
	(void)state;
	history_close(&history);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void
write_one(struct history_message *m)
{
	const struct history_batch batch = {.messages = &m, .n = 1};
	struct err e;

	assert_int_equal(history_write(history, &batch, &e), HISTORY_DONE);
	history_message_free(&m);
}

static void
clean(int64_t time_s, uint64_t answer_ms)
{
	struct history_message *m = mem_zalloc(1, sizeof(*m));

	m->time_ms = time_s * 1000;
	m->class = HISTORY_CLEAN;
	m->action = "pass";
	m->answer_ms = answer_ms;
	m->bytes = 1024;
	m->slot = m->wanted = true;
	write_one(m);
}

static void
found(int64_t time_s, const char *text)
{
	struct history_message *m = mem_zalloc(1, sizeof(*m));

	m->time_ms = time_s * 1000;
	m->class = "infected";
	m->action = "discard";
	m->answer_ms = 5;
	m->findings = mem_zalloc(1, sizeof(m->findings[0]));
	m->findings[0] = (struct history_finding){
	    "infected", mem_strdup(text), mem_strdup(text)};
	m->findings_n = 1;
	m->queue_id = mem_strdup(text);
	m->message_id = mem_strdup(text);
	m->sender = mem_strdup(text);
	m->ip = mem_strdup(text);
	m->recipients = mem_zalloc(1, sizeof(char *));
	m->recipients[0] = mem_strdup(text);
	m->recipients_n = 1;
	write_one(m);
}

static struct report *
report(int64_t from_s, int64_t to_s)
{
	const struct report_order order = {.state_dir = folder,
	    .host = "mail.example.com",
	    .from_s = from_s,
	    .to_s = to_s,
	    .now_s = to_s};
	struct report *r = NULL;
	struct err e = {{0}};

	if (report_new(&order, &r, &e) == -1)
		fail_msg("%s", e.text);
	return r;
}

static char *
write_as(const struct report *r, enum report_form form)
{
	struct buf out;
	char *text;

	buf_init(&out, REPORT_SIZE_MAX);
	report_write(r, form, &out);
	assert_false(out.cut);
	text = mem_strdup(out.data);
	buf_fini(&out);
	return text;
}

static void
contains(const struct report *r, enum report_form form, const char *what)
{
	char *text = write_as(r, form);

	if (strstr(text, what) == NULL)
		fail_msg("\"%s\" is not in:\n%s", what, text);
	free(text);
}

static void
figures_are_right(void **state)
{
	struct report *r;
	int i;

	(void)state;
	for (i = 0; i < 98; i++)
		clean(day_s + i, 10);
	clean(day_s + HOUR_S, 1000);
	found(day_s + HOUR_S, "Name-1");
	r = report(day_s, day_s + 2 * HOUR_S);
	assert_int_equal(r->clean, 99);
	assert_int_equal(r->found, 1);
	assert_int_equal(r->error, 0);
	assert_int_equal(r->bars.n, 2);
	assert_int_equal(r->bars.list[0].messages, 98);
	assert_int_equal(r->bars.list[1].found, 1);
	assert_int_equal(r->half_ms, 12);
	assert_int_equal(r->most_ms, 12);
	assert_int_equal(r->nearly_ms, 12);
	assert_int_equal(r->all_ms, 1024);
	assert_int_equal(r->classes_n, 2);
	assert_string_equal(r->classes[0].name, "clean");
	assert_int_equal(r->classes[1].action[ACTION_DISCARD], 1);
	assert_int_equal(r->age_s, -1);
	assert_int_equal(r->limit, 0);
	contains(r, REPORT_TEXT, "Messages                    100  (99.0 KB)");
	contains(r, REPORT_TEXT, "  clean                      99  99.0 %");
	contains(r, REPORT_TEXT, "95 % below 12 ms");
	contains(r, REPORT_CSV, "total,\"\",messages,100\r\n");
	contains(r, REPORT_CSV, "name,\"Name-1\",messages,1\r\n");
	report_free(&r);
}

static void
bars_are_hours_days_or_weeks(void **state)
{
	struct report *r;

	(void)state;
	clean(day_s, 1);
	r = report(day_s, day_s + 8 * DAY_S);
	assert_int_equal(r->bars.width_s, HOUR_S);
	assert_int_equal(r->bars.n, 192);
	assert_int_equal(r->lines.width_s, DAY_S);
	assert_int_equal(r->lines.n, 8);
	report_free(&r);
	r = report(day_s + HOUR_S, day_s + 9 * DAY_S + HOUR_S);
	assert_int_equal(r->bars.width_s, DAY_S);
	assert_int_equal(r->bars.n, 10);
	report_free(&r);
	r = report(day_s, day_s + 365 * DAY_S);
	assert_int_equal(r->bars.width_s, WEEK_S);
	assert_int_equal(r->bars.n, 53);
	assert_int_equal(r->bars.list[0].start_s, day_s - 4 * DAY_S);
	assert_int_equal(r->bars.list[0].messages, 1);
	report_free(&r);
}

static void
ages_and_limits_are_right(void **state)
{
	struct history_definitions d = {
	    day_s - 5 * DAY_S, "27000", day_s - 6 * DAY_S, 100};
	struct history_limit l = {day_s - DAY_S, 10};
	struct report *r;
	struct err e;
	int i;

	(void)state;
	assert_int_equal(history_note_definitions(history, &d, &e), 0);
	assert_int_equal(history_note_limit(history, &l, &e), 0);
	d.time_s = day_s + HOUR_S;
	d.built_s = day_s;
	assert_int_equal(history_note_definitions(history, &d, &e), 0);
	for (i = 0; i < 8; i++)
		clean(day_s + 60, 1);
	r = report(day_s, day_s + 4 * HOUR_S);
	assert_int_equal(r->age_s, 4 * HOUR_S);
	assert_int_equal(r->oldest_s, 6 * DAY_S + HOUR_S - 1);
	assert_int_equal(r->updates, 1);
	assert_int_equal(r->bars.list[0].age_s, HOUR_S);
	assert_int_equal(r->limit, 10);
	assert_int_equal(r->percent, 80);
	contains(r, REPORT_TEXT, "license: 10 messages per hour");
	contains(r, REPORT_TEXT, "most in 60 minutes: 8 (80 %)");
	contains(r, REPORT_TEXT, "a limit of 8 messages per hour would");
	contains(r, REPORT_HTML, "class=\"limit\"");
	report_free(&r);
}

static void
hostile_texts_stay_texts(void **state)
{
	struct report *r;
	char *text, *s;

	(void)state;
	found(day_s, hostile);
	r = report(day_s, day_s + HOUR_S);
	text = write_as(r, REPORT_HTML);
	assert_null(strstr(text, "<script"));
	assert_null(strchr(text, '\033'));
	assert_null(strchr(text, '\x01'));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_non_null(strstr(text, "&#60;script&#62;"));
	free(text);
	text = write_as(r, REPORT_TEXT);
	for (s = text; *s != '\0'; s++)
		assert_true((unsigned char)*s >= ' ' || *s == '\n');
	assert_null(strstr(text, "\xe2\x80\xae"));
	free(text);
	text = write_as(r, REPORT_CSV);
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "name,\"\"\"><script>"));
	free(text);
	report_free(&r);
}

static void
json_can_be_read(void **state)
{
	struct json_object *json, *names, *name, *text;
	struct report *r;
	char *written;

	(void)state;
	found(day_s, hostile);
	r = report(day_s, day_s + HOUR_S);
	written = write_as(r, REPORT_JSON);
	json = json_tokener_parse(written);
	assert_non_null(json);
	assert_true(json_object_object_get_ex(json, "names", &names));
	name = json_object_array_get_idx(names, 0);
	assert_true(json_object_object_get_ex(name, "text", &text));
	assert_string_equal(json_object_get_string(text), hostile);
	assert_int_equal(json_object_put(json), 1);
	free(written);
	report_free(&r);
}

static void
a_page_asks_nobody(void **state)
{
	static const char *const wanting[] = {
	    "src=", "href=", "url(", "@import", "<script", "<link"};
	struct report *r;
	char *text;
	size_t i;

	(void)state;
	found(day_s, "Name-1");
	r = report(day_s, day_s + 30 * DAY_S);
	text = write_as(r, REPORT_HTML);
	for (i = 0; i < sizeof(wanting) / sizeof(wanting[0]); i++)
		assert_null(strstr(text, wanting[i]));
	assert_non_null(strstr(text, "content=\"default-src 'none';"));
	free(text);
	report_free(&r);
}

static void
nothing_at_all_is_a_report_too(void **state)
{
	struct report *r = report(day_s, day_s + HOUR_S);

	(void)state;
	contains(r, REPORT_TEXT, "Messages                      0");
	contains(r, REPORT_HTML, "Nothing was found.");
	contains(r, REPORT_JSON, "\"history_begins\": null");
	report_free(&r);
}

static void
scales_are_round(void **state)
{
	(void)state;
	assert_int_equal(chart_round(0), 2);
	assert_int_equal(chart_round(3), 4);
	assert_int_equal(chart_round(5), 10);
	assert_int_equal(chart_round(11), 20);
	assert_int_equal(chart_round(999), 1000);
	assert_true(chart_round(UINT64_MAX) == UINT64_MAX);
}

int
main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    STAGED(figures_are_right),
	    STAGED(bars_are_hours_days_or_weeks),
	    STAGED(ages_and_limits_are_right),
	    STAGED(hostile_texts_stay_texts),
	    STAGED(json_can_be_read),
	    STAGED(a_page_asks_nobody),
	    STAGED(nothing_at_all_is_a_report_too),
	    STAGED(scales_are_round),
	};

	return RUN_TESTS(tests);
}
