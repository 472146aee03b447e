/* Where log lines go, and what they look like there. */
#include <json-c/json.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "logform_priv.h"
#include "logsink.h"
#include "test.h"

enum { ROUNDS = 20000, BYTES_MAX = 200 };

static char folder[64], path[80], other[80];
static struct logsink_settings settings;
static struct logsink_look before;

static int
fresh(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/logsink-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/log", folder);
	(void)snprintf(other, sizeof(other), "%s/log.1", folder);
	settings = (struct logsink_settings){.to = path};
	logsink_look(&before);
	return 0;
}

static int
tidy(void **state)
{
	(void)state;
	logsink_close();
	(void)unlink(path);
	(void)unlink(other);
	return rmdir(folder);
}

static void
use(enum logsink_format format)
{
	struct err e;

	settings.format = format;
	assert_int_equal(logsink_set(&settings, &e), 0);
}

/* The file as it is now; the caller frees it. */
static char *
contents(const char *of)
{
	static const size_t size = 65536;
	char *text = malloc(size);
	FILE *f = fopen(of, "r");
	size_t n;

	assert_non_null(text);
	assert_non_null(f);
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	(void)fclose(f);
	return text;
}

static void
a_line_has_time_and_level(void **state)
{
	static const struct log_record record = {
	    .level = LOG_LEVEL_WARN, .line = "It is late."};
	struct buf out;

	(void)state;
	buf_init(&out, LOGFORM_MAX);
	logform_text(&record, 1795303757042, &out);
	assert_string_equal(
	    out.data, "2026-11-21T23:29:17.042Z warn It is late.");
	buf_reset(&out);
	logform_json(&record, 1795303757042, &out);
	assert_string_equal(out.data,
	    "{\"time\":\"2026-11-21T23:29:17.042Z\",\"level\":\"warn\","
	    "\"event\":\"log\",\"text\":\"It is late.\"}");
	buf_fini(&out);
}

static const struct log_field event[] = {
    {"seq", "7", LOG_HEAD},
    {"queue", "123\n* 1 OK", LOG_HEAD},
    {"from", "a\"b\\\xff@x", LOG_ANGLE},
    {"ip", "192.0.2.1", LOG_SQUARE},
    {"size", "99", LOG_NUMBER},
    {"quarantine", NULL, LOG_PLAIN},
    {"name", "x y=z", LOG_PLAIN},
};

#define N (sizeof(event) / sizeof(event[0]))

static void
an_event_is_one_line_of_text(void **state)
{
	char *text;

	(void)state;
	use(LOGSINK_TEXT);
	log_event(LOG_LEVEL_INFO, event, N);
	text = contents(path);
	assert_string_equal(text + strlen("2026-11-21T23:29:17.042Z"),
	    " info 7 \"123\\x0a* 1 OK\": from=<\"a\\x22b\\\\xff@x\"> "
	    "ip=[192.0.2.1] size=99 name=\"x y=z\"\n");
	free(text);
}

static struct json_object *
parse(const char *text)
{
	struct json_tokener *t = json_tokener_new();
	struct json_object *o;

	json_tokener_set_flags(
	    t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, text, (int)strlen(text));
	if (json_tokener_get_error(t) != json_tokener_success)
		fail_msg("%s: %s",
		    json_tokener_error_desc(json_tokener_get_error(t)), text);
	json_tokener_free(t);
	return o;
}

static const char *
string_of(struct json_object *o, const char *name)
{
	return json_object_get_string(json_object_object_get(o, name));
}

static void
an_event_is_an_object(void **state)
{
	struct json_object *o;
	char *text;

	(void)state;
	use(LOGSINK_JSON);
	log_event(LOG_LEVEL_INFO, event, N);
	text = contents(path);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	text[strlen(text) - 1] = '\0';
	o = parse(text);
	assert_string_equal(string_of(o, "event"), "message");
	assert_string_equal(string_of(o, "seq"), "7");
	assert_string_equal(string_of(o, "queue"), "123\\x0a* 1 OK");
	assert_string_equal(string_of(o, "from"), "a\"b\\\\xff@x");
	assert_string_equal(string_of(o, "name"), "x y=z");
	assert_int_equal(
	    json_object_get_int(json_object_object_get(o, "size")), 99);
	assert_null(json_object_object_get(o, "quarantine"));
	json_object_put(o);
	free(text);
}

static uint32_t seed;

static uint32_t
draw(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

static void
check_json(void *arg, const struct log_record *record)
{
	struct buf out;

	buf_init(&out, LOGFORM_MAX);
	logform_json(record, 0, &out);
	assert_false(out.cut);
	assert_null(strchr(out.data, '\n'));
	json_object_put(parse(out.data));
	buf_fini(&out);
	++*(unsigned *)arg;
}

/* Bytes that break lines, strings and characters, in any order. */
static void
hostile_bytes_leave_valid_json(void **state)
{
	static const char bytes[] = "\"\\\n\r\t\x1b\x7f{}u0/a \x80\xc2\xe2\x80"
				    "\xa8\xf0\x9f\x98\x80\xed\xa0\xff\xc0\xaf";
	char value[BYTES_MAX + 1];
	struct log_field fields[] = {
	    {"seq", "1", LOG_HEAD}, {"id", value, LOG_PLAIN}};
	unsigned seen = 0, i, n;

	(void)state;
	log_to_records(check_json, &seen);
	for (i = 0; i < ROUNDS; i++) {
		for (n = 0; n < i % BYTES_MAX; n++)
			value[n] = bytes[draw() % (sizeof(bytes) - 1)];
		value[n] = '\0';
		log_event(LOG_LEVEL_INFO, fields, 2);
		log_info("%s", value);
	}
	assert_int_equal(seen, 2 * ROUNDS);
}

/* Each field at its longest, of bytes that grow the most. */
static void
the_longest_event_fits(void **state)
{
	struct log_field fields[LOG_FIELDS_MAX];
	char value[2 * LOG_VALUE_MAX];
	unsigned seen = 0, i;

	(void)state;
	memset(value, '"', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	for (i = 0; i < LOG_FIELDS_MAX; i++)
		fields[i] = (struct log_field){"name", value, LOG_ANGLE};
	log_to_records(check_json, &seen);
	log_event(LOG_LEVEL_INFO, fields, LOG_FIELDS_MAX);
	assert_int_equal(seen, 1);
}

static void
a_renamed_file_is_opened_anew(void **state)
{
	char *text;

	(void)state;
	use(LOGSINK_TEXT);
	log_info("first");
	assert_int_equal(rename(path, other), 0);
	log_info("second");
	use(LOGSINK_TEXT);
	log_info("third");
	text = contents(other);
	assert_non_null(strstr(text, " first\n"));
	assert_non_null(strstr(text, " second\n"));
	assert_null(strstr(text, " third\n"));
	free(text);
	text = contents(path);
	assert_null(strstr(text, " second\n"));
	assert_non_null(strstr(text, " third\n"));
	free(text);
}

static void
a_link_is_not_followed(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(logsink_set(&settings, &e), -1);
	assert_non_null(strstr(e.text, "cannot open the log file"));
	assert_int_equal(access(other, F_OK), -1);
	log_to(NULL, NULL); /* there is no server to log to */
}

static void
repeated_warnings_are_summed_up(void **state)
{
	struct logsink_look look;
	char *text, *line;
	int i;

	(void)state;
	use(LOGSINK_TEXT);
	for (i = 0; i < 42; i++)
		log_warn("The summed disk is full.");
	for (i = 0; i < 3; i++) {
		log_event(LOG_LEVEL_WARN, event, N);
		log_info("This is no warning.");
	}
	logsink_tick(clock_mono_ms());
	logsink_tick(clock_mono_ms() + 60000);
	text = contents(path);
	for (i = 0, line = text; (line = strchr(line, '\n')) != NULL; line++)
		i++;
	assert_int_equal(i, 8); /* one, its sum, and three times two */
	assert_non_null(strstr(text,
	    " warn The summed disk is full. ... and 41 more of the same in "
	    "the last minute\n"));
	free(text);
	logsink_look(&look);
	assert_int_equal(look.warnings - before.warnings, 45);
}

static void
what_is_left_is_said_at_the_end(void **state)
{
	char *text;

	(void)state;
	use(LOGSINK_TEXT);
	log_error("It ends here.");
	log_error("It ends here.");
	logsink_close();
	log_error("Nobody hears this.");
	text = contents(path);
	assert_non_null(strstr(text, "ends here. ... and 1 more of the same"));
	assert_null(strstr(text, "Nobody"));
	free(text);
}

/* Whoever reloads twice hears twice what is wrong. */
static void
a_reload_starts_anew(void **state)
{
	char *text, *at;

	(void)state;
	use(LOGSINK_TEXT);
	log_error("It is wrong.");
	log_error("It is wrong.");
	use(LOGSINK_TEXT);
	log_error("It is wrong.");
	text = contents(path);
	at = strstr(text, "wrong.\n");
	assert_non_null(at);
	at = strstr(at, "wrong. ... and 1 more of the same");
	assert_non_null(at);
	assert_non_null(strstr(at, "error It is wrong.\n"));
	free(text);
}

static void
the_last_errors_are_remembered(void **state)
{
	struct logsink_look look;

	(void)state;
	use(LOGSINK_TEXT);
	log_warn("one");
	log_event(LOG_LEVEL_WARN, event, N);
	log_info("two");
	log_error("three\x1b");
	logsink_look(&look);
	assert_int_equal(look.errors - before.errors, 1);
	assert_int_equal(look.warnings - before.warnings, 2);
	assert_true(look.n >= 2);
	assert_int_equal(look.last[0].level, LOG_LEVEL_ERROR);
	assert_string_equal(look.last[0].text, "three\\x1b");
	assert_true(look.last[0].wall_ms > 1500000000000);
	assert_int_equal(look.last[1].level, LOG_LEVEL_WARN);
	assert_string_equal(look.last[1].text, "one");
	log_warn("four");
	log_warn("five");
	log_warn("six");
	log_warn("seven");
	logsink_look(&look);
	assert_int_equal(look.n, LOGSINK_LAST);
	assert_string_equal(look.last[0].text, "seven");
	assert_string_equal(look.last[4].text, "three\\x1b");
}

/* A full disk: lines are lost and counted, and the next one is whole. */
static void
a_torn_line_is_ended(void **state)
{
	struct rlimit old, small;
	struct logsink_look look;
	char *text;

	(void)state;
	use(LOGSINK_TEXT);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 10;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	log_info("torn");
	log_info("lost");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	log_info("whole");
	log_info("too");
	text = contents(path);
	assert_int_equal(strcspn(text, "\n"), 10);
	assert_int_equal(strcspn(text + 11, "\n"),
	    strlen("2026-11-21T23:29:17.042Z info whole"));
	assert_non_null(strstr(text, " whole\n2"));
	assert_null(strstr(text, "lost"));
	free(text);
	logsink_look(&look);
	assert_int_equal(look.lost - before.lost, 2);
}

int
main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, tidy)
	const struct CMUnitTest tests[] = {
	    FRESH(a_line_has_time_and_level),
	    FRESH(an_event_is_one_line_of_text),
	    FRESH(an_event_is_an_object),
	    FRESH(hostile_bytes_leave_valid_json),
	    FRESH(the_longest_event_fits),
	    FRESH(a_renamed_file_is_opened_anew),
	    FRESH(a_link_is_not_followed),
	    FRESH(repeated_warnings_are_summed_up),
	    FRESH(what_is_left_is_said_at_the_end),
	    FRESH(a_reload_starts_anew),
	    FRESH(the_last_errors_are_remembered),
	    FRESH(a_torn_line_is_ended),
	};

	return RUN_TESTS(tests);
}
