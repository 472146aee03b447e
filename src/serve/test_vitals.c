/* The program's numbers, and the file of them. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "metrics_priv.h"
#include "test.h"

enum { THREADS = 4, ROUNDS = 250000 };

static struct vitals vitals;
static char folder[64], path[80];

static int
fresh(void **state)
{
	(void)state;
	vitals_init(&vitals);
	(void)snprintf(folder, sizeof(folder), "/tmp/vitals-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/it.prom", folder);
	return 0;
}

static int
tidy(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(folder);
}

static void
expect_line(const char *text, const char *line)
{
	char *want = malloc(strlen(line) + 3);
	bool found;

	assert_non_null(want);
	(void)snprintf(want, strlen(line) + 3, "\n%s\n", line);
	found = strstr(text, want) != NULL;
	free(want);
	if (!found)
		fail_msg("missing: %s", line);
}

static void
text_of(const struct metrics_about *about, struct buf *text)
{
	static const struct metrics_about none = {"1", "2", "3"};

	buf_init(text, METRICS_TEXT_MAX);
	metrics_text(&vitals, about != NULL ? about : &none, text);
	assert_false(text->cut);
}

static void
answers_are_told_by_word_and_class(void **state)
{
	struct buf text;

	(void)state;
	vitals_answer(&vitals, "1 OK", CLASS_clean, 0);
	vitals_answer(&vitals, "2 OK", CLASS_clean, 0);
	vitals_answer(&vitals, "3 ADDHEADER \"A: OK\" OK", CLASS_macro, 0);
	vitals_answer(&vitals, "4 REJECTED \"x\"", CLASS_error, 0);
	vitals_answer(&vitals, "5 DISCARD", CLASS_worm, 0);
	vitals_answer(&vitals, "6 ERROR \"x\"", CLASS_partial, 0);
	assert_int_equal(vitals_answers(&vitals), 6);
	assert_int_equal(vitals_answers_of(&vitals, RESPONSE_OK), 2);
	text_of(NULL, &text);
	expect_line(text.data,
	    "cgpward_answers_total{response=\"OK\",class=\"clean\"} 2");
	expect_line(text.data,
	    "cgpward_answers_total{response=\"ADDHEADER\",class=\"macro\"} 1");
	expect_line(text.data,
	    "cgpward_answers_total{response=\"REJECTED\",class=\"error\"} 1");
	expect_line(text.data,
	    "cgpward_answers_total{response=\"DISCARD\",class=\"worm\"} 1");
	expect_line(text.data,
	    "cgpward_answers_total{response=\"ERROR\",class=\"partial\"} 1");
	buf_fini(&text);
}

#define LATENCY "cgpward_answer_duration_seconds"

/* A bound belongs to its bucket, and each bucket to those above it. */
static void
the_histogram_adds_up(void **state)
{
	static const uint64_t took[] = {0, 1, 2, 3, 100000, 100001};
	struct buf text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(took) / sizeof(took[0]); i++)
		vitals_answer(&vitals, "1 OK", CLASS_clean, took[i]);
	text_of(NULL, &text);
	expect_line(text.data, LATENCY "_bucket{le=\"0.001\"} 2");
	expect_line(text.data, LATENCY "_bucket{le=\"0.002\"} 3");
	expect_line(text.data, LATENCY "_bucket{le=\"0.005\"} 4");
	expect_line(text.data, LATENCY "_bucket{le=\"60\"} 4");
	expect_line(text.data, LATENCY "_bucket{le=\"100\"} 5");
	expect_line(text.data, LATENCY "_bucket{le=\"+Inf\"} 6");
	expect_line(text.data, LATENCY "_sum 200.007");
	expect_line(text.data, LATENCY "_count 6");
	buf_fini(&text);
}

static void
numbers_have_their_units(void **state)
{
	struct buf text;

	(void)state;
	vitals_set(&vitals, VITAL_quota_limit, VITAL_UNLIMITED);
	vitals_set(&vitals, VITAL_self_test_took, 1234);
	vitals_set(&vitals, VITAL_memory, 5000000000);
	vitals_count(&vitals, VITAL_config_refused);
	text_of(NULL, &text);
	expect_line(text.data, "cgpward_quota_limit_messages +Inf");
	expect_line(text.data, "cgpward_quota_used_messages NaN");
	expect_line(text.data, "cgpward_self_test_duration_seconds 1.234");
	expect_line(text.data, "cgpward_resident_memory_bytes 5000000000");
	expect_line(text.data, "cgpward_reloads_total{what=\"configuration\","
			       "result=\"refused\"} 1");
	expect_line(text.data, "# TYPE cgpward_requests_total counter");
	expect_line(text.data, "# TYPE cgpward_held_requests gauge");
	expect_line(text.data, "# TYPE " LATENCY " histogram");
	buf_fini(&text);
}

static void
labels_are_escaped(void **state)
{
	const struct metrics_about about = {"a\"b", "c\\d", "e\nf"};
	struct buf text;

	(void)state;
	text_of(&about, &text);
	expect_line(text.data,
	    "cgpward_build_info{version=\"a\\\"b\",engine=\"c\\\\d\","
	    "definitions=\"e\\nf\"} 1");
	buf_fini(&text);
}

static void *
count_much(void *arg)
{
	int i;

	(void)arg;
	for (i = 0; i < ROUNDS; i++) {
		vitals_count(&vitals, VITAL_requests);
		vitals_answer(&vitals, "1 OK", CLASS_clean, 3);
	}
	return NULL;
}

static void
threads_lose_nothing(void **state)
{
	pthread_t threads[THREADS];
	struct buf text;
	int i;

	(void)state;
	for (i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, count_much, NULL), 0);
	for (i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	assert_int_equal(vitals_get(&vitals, VITAL_requests), THREADS * ROUNDS);
	assert_int_equal(vitals_answers(&vitals), THREADS * ROUNDS);
	text_of(NULL, &text);
	expect_line(text.data, LATENCY "_count 1000000");
	expect_line(text.data, LATENCY "_sum 3000.000");
	buf_fini(&text);
}

static void
read_file(char *data, size_t size)
{
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(data, 1, size - 1, f);
	data[n] = '\0';
	(void)fclose(f);
}

/* Whatever the umask is, and without writing through somebody's link. */
static void
the_file_is_replaced(void **state)
{
	char new[128], other[128], data[64];
	mode_t before = umask(077);
	struct stat st, old;
	struct buf text;
	struct err e;
	FILE *f = fopen(path, "w");

	(void)state;
	(void)snprintf(new, sizeof(new), "%s.new", path);
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &old), 0);
	assert_int_equal(symlink(other, new), 0);
	buf_init(&text, METRICS_TEXT_MAX);
	(void)buf_adds(&text, "new\n");
	assert_int_equal(metrics_write(path, &text, &e), 0);
	(void)umask(before);
	assert_int_equal(access(other, F_OK), -1);
	assert_int_equal(access(new, F_OK), -1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_true(st.st_ino != old.st_ino);
	read_file(data, sizeof(data));
	assert_string_equal(data, "new\n");
	(void)fclose(f);
	buf_fini(&text);
}

static void
what_fails_says_why(void **state)
{
	struct buf text;
	struct err e;

	(void)state;
	buf_init(&text, METRICS_TEXT_MAX);
	assert_int_equal(
	    metrics_write("/tmp/there/is/none/it.prom", &text, &e), -1);
	assert_string_equal(e.text,
	    "/tmp/there/is/none/it.prom cannot be written: No such file or "
	    "directory");
	buf_fini(&text);
}

int
main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, tidy)
	const struct CMUnitTest tests[] = {
	    FRESH(answers_are_told_by_word_and_class),
	    FRESH(the_histogram_adds_up),
	    FRESH(numbers_have_their_units),
	    FRESH(labels_are_escaped),
	    FRESH(threads_lose_nothing),
	    FRESH(the_file_is_replaced),
	    FRESH(what_fails_says_why),
	};

	return RUN_TESTS(tests);
}
