/* Answers in time: stuck scans, late results, heavy messages. */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "job.h"
#include "mem.h"
#include "test.h"
#include "watchdog_priv.h"

enum { WORKERS = 4, LIMIT_MS = 100000, LINE_MAX_LEN = 4096 };

struct stage {
	char folder[64];
	struct filter filter;
	struct pool *pool;
	struct watchdog watchdog;
	int out[2];
	FILE *answers;
};

static sem_t entered, release;

/* Stands in for scan_message; a file named "stuck" blocks its worker. */
static int
fake_scan(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	(void)tools;
	(void)findings;
	(void)e;
	if (strcmp(message->queue_id, "stuck") == 0) {
		(void)sem_post(&entered);
		(void)sem_wait(&release);
	}
	return 0;
}

static void
write_file(const char *name, const char *text, size_t size)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	if (size > 0)
		assert_int_equal(truncate(name, (off_t)size), 0);
}

static int
open_stage(void **state)
{
	struct stage *s = mem_zalloc(1, sizeof(*s));
	struct engine_settings settings = {
	    .never_fail = true, .definitions = "none", .temp_dir = "."};
	struct engine *engine = NULL;
	struct buf errors;
	struct err e;

	(void)snprintf(s->folder, sizeof(s->folder), "/tmp/watchdog-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	assert_int_equal(chdir(s->folder), 0);
	write_file("c.cfg", "[server]\nanswer_within = 100s\n", 0);
	write_file("stuck.msg", "A: b\n\nc\n", 0);
	write_file("well.msg", "A: b\n\nc\n", 0);
	write_file("large.msg", "A: b\n\nc\n", 2 * 1024 * 1024);
	buf_init(&errors, 4096);
	assert_int_equal(filter_open(&s->filter, "c.cfg", &errors), 0);
	buf_fini(&errors);
	s->filter.scan = fake_scan;
	assert_int_equal(engine_load(&settings, &engine, &e), 0);
	holder_swap(&s->filter.engines, (struct held *)engine);
	assert_int_equal(pipe(s->out), 0);
	s->answers = fdopen(s->out[0], "r");
	assert_int_equal(writer_open(s->out[1], -1, &s->filter.writer, &e), 0);
	assert_int_equal(pool_open(WORKERS, job_run, NULL, &s->pool, &e), 0);
	s->watchdog = (struct watchdog){&s->filter, s->pool, 0};
	(void)sem_init(&entered, 0, 0);
	(void)sem_init(&release, 0, 0);
	*state = s;
	return 0;
}

static int
close_stage(void **state)
{
	struct stage *s = *state;
	static const char *const files[] = {
	    "c.cfg", "stuck.msg", "well.msg", "large.msg"};
	size_t i;

	pool_close(&s->pool);
	writer_close(&s->filter.writer);
	filter_close(&s->filter);
	(void)fclose(s->answers);
	(void)close(s->out[1]);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)unlink(files[i]);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(s->folder), 0);
	free(s);
	return 0;
}

static void
ask(struct stage *s, const char *line)
{
	struct request r;

	proto_parse(line, strlen(line), &r);
	pool_put(s->pool, job_new(&s->filter, &r));
}

static void
expect(struct stage *s, const char *want)
{
	char line[LINE_MAX_LEN];

	assert_non_null(fgets(line, sizeof(line), s->answers));
	line[strcspn(line, "\n")] = '\0';
	assert_string_equal(line, want);
}

#define LATE                                                                   \
	"REJECTED \"The message could not be scanned: there was no result "    \
	"within 100 seconds\""

static void
a_stuck_scan_is_answered_once(void **state)
{
	struct stage *s = *state;
	uint64_t now_ms = clock_mono_ms();

	ask(s, "1 FILE stuck.msg");
	(void)sem_wait(&entered);
	assert_true(watchdog_check(&s->watchdog, now_ms + LIMIT_MS / 2));
	assert_true(watchdog_check(&s->watchdog, now_ms + 2 * LIMIT_MS));
	assert_int_equal(s->watchdog.stuck, 1);
	assert_int_equal(vitals_get(&s->filter.vitals, VITAL_overdue), 1);
	assert_int_equal(vitals_answers(&s->filter.vitals), 1);
	expect(s, "1 " LATE);
	/* The worker was replaced, and the late result adds no answer. */
	(void)sem_post(&release);
	ask(s, "2 FILE well.msg");
	expect(s, "2 OK");
	assert_true(watchdog_check(&s->watchdog, now_ms + 3 * LIMIT_MS));
	ask(s, "3 FILE well.msg");
	expect(s, "3 OK");
}

static void
half_of_the_workers_stuck_is_the_end(void **state)
{
	struct stage *s = *state;
	uint64_t now_ms = clock_mono_ms();

	ask(s, "1 FILE stuck.msg");
	(void)sem_wait(&entered);
	ask(s, "2 FILE stuck.msg");
	(void)sem_wait(&entered);
	assert_false(watchdog_check(&s->watchdog, now_ms + 2 * LIMIT_MS));
	expect(s, "1 " LATE);
	expect(s, "2 " LATE);
	(void)sem_post(&release);
	(void)sem_post(&release);
}

static void
what_waits_is_answered_too(void **state)
{
	struct stage *s = *state;
	int i;

	for (i = 0; i < WORKERS; i++)
		ask(s, "1 FILE stuck.msg");
	for (i = 0; i < WORKERS; i++)
		(void)sem_wait(&entered);
	ask(s, "5 FILE well.msg");
	watchdog_defer_all(&s->watchdog, "the filter has to start again");
	for (i = 0; i < WORKERS; i++)
		expect(s, "1 REJECTED \"The message could not be scanned: the "
			  "filter has to start again\"");
	expect(s, "5 REJECTED \"The message could not be scanned: the "
		  "filter has to start again\"");
	for (i = 0; i < WORKERS; i++)
		(void)sem_post(&release);
}

static int
block_on_large(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	(void)tools;
	(void)findings;
	(void)e;
	if (message->file_size > 1024 * 1024) {
		(void)sem_post(&entered);
		(void)sem_wait(&release);
	}
	return 0;
}

static void
large_messages_leave_a_worker_for_small_ones(void **state)
{
	struct stage *s = *state;
	int i;

	s->filter.scan = block_on_large;
	for (i = 0; i < 2 * WORKERS; i++)
		ask(s, "1 FILE large.msg");
	for (i = 0; i < WORKERS - 1; i++)
		(void)sem_wait(&entered);
	ask(s, "2 FILE well.msg");
	expect(s, "2 OK");
	for (i = 0; i < 2 * WORKERS; i++)
		(void)sem_post(&release);
	for (i = 0; i < 2 * WORKERS; i++)
		expect(s, "1 OK");
}

/* Nothing is dropped as if it had been stored. */
static void
what_was_to_be_stored_is_deferred(void **state)
{
	struct stage *s = *state;
	struct live_config *live = filter_config(&s->filter);

	live->config->action[CLASS_error] =
	    (struct action){ACTION_DISCARD, .quarantine = true};
	held_unref(&live->held);
	ask(s, "1 FILE stuck.msg");
	(void)sem_wait(&entered);
	assert_true(
	    watchdog_check(&s->watchdog, clock_mono_ms() + 2 * LIMIT_MS));
	expect(s, "1 " LATE);
	(void)sem_post(&release);
}

/* The policy that a message falls under decides here, too. */
static void
a_stuck_scan_is_answered_as_its_policy_says(void **state)
{
	struct stage *s = *state;

	write_file("c.cfg",
	    "[server]\nanswer_within = 100s\n"
	    "[policy theirs]\nrecipients = a@x.example\nerror = tag\n"
	    "[policy strict]\nrecipients = b@x.example\nerror = reject\n",
	    0);
	write_file("stuck.msg",
	    "R W <a@x.example>\nR W <b@x.example>\n\nA: b\n\nc\n", 0);
	(void)filter_reload(&s->filter);
	ask(s, "1 FILE stuck.msg");
	(void)sem_wait(&entered);
	assert_true(
	    watchdog_check(&s->watchdog, clock_mono_ms() + 2 * LIMIT_MS));
	expect(s, "1 ERROR \"The message could not be scanned: there was no "
		  "result within 100 seconds\"");
	(void)sem_post(&release);
}

int
main(void)
{
#define STAGED(test)                                                           \
	cmocka_unit_test_setup_teardown(test, open_stage, close_stage)
	const struct CMUnitTest tests[] = {
	    STAGED(a_stuck_scan_is_answered_once),
	    STAGED(half_of_the_workers_stuck_is_the_end),
	    STAGED(what_waits_is_answered_too),
	    STAGED(what_was_to_be_stored_is_deferred),
	    STAGED(a_stuck_scan_is_answered_as_its_policy_says),
	    STAGED(large_messages_leave_a_worker_for_small_ones),
	};

	return RUN_TESTS(tests);
}
