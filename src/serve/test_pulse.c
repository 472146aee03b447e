/* The proof of life, the age of definitions, and when metrics are written. */
#include <dirent.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "job.h"
#include "log.h"
#include "mem.h"
#include "pulse_priv.h"
#include "test.h"

enum { WORKERS = 2, MINUTE_MS = 60000, DAY_MS = 86400000 };

static char folder[64], *definitions;
static struct filter filter;
static struct pool *pool;
static struct pulse *pulse;
static struct pulse_time now;
static sem_t entered, release;
static char said[4096]; /* the log, a line each; levels error and warning */

static void
take_log(void *arg, enum log_level level, const char *line)
{
	size_t n = strlen(said);

	(void)arg;
	if (level <= LOG_LEVEL_INFO)
		(void)snprintf(said + n, sizeof(said) - n, "%s\n", line);
}

static int
find_it(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	(void)e;
	assert_non_null(tools->config);
	assert_int_equal(message->envelope.recipients, 1);
	findings_add(findings, CLASS_infected, "Eicar", "mail");
	return 0;
}

static int
find_nothing(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	(void)tools;
	(void)message;
	(void)findings;
	(void)e;
	return 0;
}

static int
fail_to_scan(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	(void)tools;
	(void)message;
	(void)findings;
	return err_set(e, "the disk is gone");
}

static int
get_stuck(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	(void)sem_post(&entered);
	(void)sem_wait(&release);
	return find_it(tools, message, findings, e);
}

static void
use_definitions(const char *from)
{
	struct engine_settings settings = {
	    .never_fail = true, .definitions = from, .temp_dir = "."};
	struct engine *engine = NULL;
	struct err e;

	assert_int_equal(engine_load(&settings, &engine, &e), 0);
	holder_swap(&filter.engines, (struct held *)engine);
}

static int
start(void **state)
{
	struct buf errors;
	struct err e;
	FILE *f;

	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/pulse-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(mkdir("run", 0700), 0);
	f = fopen("c.cfg", "w");
	assert_non_null(f);
	assert_true(fputs("[engine]\ntemp_dir = .\n[quarantine]\npath = q\n"
			  "[actions]\ninfected = discard, quarantine\n"
			  "[metrics]\nfile = it.prom\nevery = 15s\n"
			  "[attachments]\nbanned_names = *.com\n"
			  "[policy all]\nscan = no\n",
			f) >= 0);
	(void)fclose(f);
	buf_init(&errors, 4096);
	assert_int_equal(filter_open(&filter, "c.cfg", &errors), 0);
	buf_fini(&errors);
	assert_int_equal(engine_init(&e), 0);
	filter.scan = find_it;
	assert_int_equal(pool_open(WORKERS, job_run, NULL, &pool, &e), 0);
	pulse = pulse_new(&filter, pool);
	now = (struct pulse_time){1000000, clock_wall_ms()};
	(void)sem_init(&entered, 0, 0);
	(void)sem_init(&release, 0, 0);
	said[0] = '\0';
	log_to(take_log, NULL);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	pool_close(&pool);
	pulse_free(&pulse);
	log_to(NULL, NULL);
	filter_close(&filter);
	(void)unlink("it.prom");
	(void)unlink("c.cfg");
	(void)unlink("run/status");
	(void)rmdir("run");
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(folder), 0); /* nothing else was left */
	return 0;
}

static void
beat(uint64_t later_ms)
{
	now.mono_ms += later_ms;
	now.wall_ms += (int64_t)later_ms;
	pulse_beat(pulse, &now);
}

static uint64_t
number(enum vital v)
{
	return vitals_get(&filter.vitals, v);
}

/* Beats, with no time going by, until there were so many tests. */
static void
beat_until(uint64_t tests)
{
	while (number(VITAL_self_tests) < tests) {
		beat(0);
		(void)usleep(1000);
	}
}

static int
files_in(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		n += entry->d_name[0] != '.';
	(void)closedir(dir);
	return n;
}

static void
a_test_that_passes_leaves_no_trace(void **state)
{
	int files = files_in(tempdir_path(filter.temp));

	(void)state;
	use_definitions("none");
	beat(0);
	beat_until(1);
	assert_int_equal(number(VITAL_self_test_passed), 1);
	assert_int_equal(number(VITAL_self_test_when), now.wall_ms / 1000);
	assert_true(number(VITAL_self_test_took) < MINUTE_MS);
	assert_int_equal(number(VITAL_self_tests_failed), 0);
	assert_int_equal(number(VITAL_requests), 0);
	assert_int_equal(vitals_answers(&filter.vitals), 0);
	assert_int_equal(roster_unanswered(&filter.roster), 0);
	assert_int_equal(access("q", F_OK), -1);
	assert_string_equal(said, "");
	pool_close(&pool);
	assert_int_equal(files_in(tempdir_path(filter.temp)), files);
}

static void
it_is_repeated_when_it_is_due(void **state)
{
	(void)state;
	use_definitions("none");
	beat(0);
	beat_until(1);
	beat(10 * MINUTE_MS - 1);
	beat(0);
	assert_int_equal(number(VITAL_self_tests), 1);
	beat(1);
	beat_until(2);
	assert_int_equal(number(VITAL_self_tests), 2);
}

static void
it_waits_for_the_first_definitions(void **state)
{
	struct live_config *live = filter_config(&filter);

	(void)state;
	beat(0);
	beat(MINUTE_MS);
	assert_int_equal(number(VITAL_self_tests), 0);
	assert_int_equal(number(VITAL_self_test_passed), VITAL_UNKNOWN);
	use_definitions("none");
	live->config->server_self_test = 1000;
	beat(0);
	beat_until(1);
	assert_int_equal(number(VITAL_self_tests), 1);
	held_unref(&live->held);
}

static void
it_can_be_turned_off(void **state)
{
	struct live_config *live = filter_config(&filter);

	(void)state;
	live->config->server_self_test = 0;
	use_definitions("none");
	beat(0);
	pool_close(&pool); /* what would have begun comes to its end */
	beat(0);
	assert_int_equal(number(VITAL_self_tests), 0);
	held_unref(&live->held);
}

#define FAILED(why)                                                            \
	"The self-test failed: " why                                           \
	". Messages may not be scanned as they should be.\n"

static void
what_is_not_found_is_an_error(void **state)
{
	(void)state;
	use_definitions("none");
	filter.scan = find_nothing;
	beat(0);
	beat_until(1);
	assert_string_equal(said, FAILED("the test file EICAR was not found"));
	assert_int_equal(number(VITAL_self_test_passed), 0);
	assert_int_equal(number(VITAL_self_tests_failed), 1);
	said[0] = '\0';
	filter.scan = fail_to_scan;
	beat(10 * MINUTE_MS);
	beat_until(2);
	assert_string_equal(said, FAILED("the disk is gone"));
	said[0] = '\0';
	filter.scan = find_it;
	beat(10 * MINUTE_MS);
	beat_until(3);
	assert_string_equal(said, "The self-test passes again.\n");
	assert_int_equal(number(VITAL_self_test_passed), 1);
	assert_int_equal(number(VITAL_self_tests_failed), 2);
}

static void
one_that_never_ends_is_an_error(void **state)
{
	(void)state;
	use_definitions("none");
	filter.scan = get_stuck;
	beat(0);
	(void)sem_wait(&entered);
	beat(100000);
	assert_string_equal(said, "");
	beat(1);
	assert_string_equal(said, FAILED("there was no result in time"));
	said[0] = '\0';
	beat(10 * MINUTE_MS);
	assert_string_equal(said, FAILED("an earlier one has no result yet"));
	assert_int_equal(number(VITAL_self_test_passed), 0);
	filter.scan = find_it;
	(void)sem_post(&release);
	while (number(VITAL_self_test_passed) == 0) {
		beat(10 * MINUTE_MS);
		(void)usleep(1000);
	}
}

static void
what_cannot_be_written_is_an_error(void **state)
{
	(void)state;
	use_definitions("none");
	tempdir_abandon(filter.temp);
	beat(0);
	beat_until(1);
	assert_non_null(strstr(said, "The self-test failed: "));
	assert_non_null(strstr(said, "No such file or directory"));
}

/* The end of the program is no fault of it. */
static void
nothing_is_told_at_the_end(void **state)
{
	(void)state;
	use_definitions("none");
	atomic_store(&filter.stopping, true);
	beat(0);
	pool_close(&pool);
	beat(0);
	assert_int_equal(number(VITAL_self_tests), 0);
	assert_string_equal(said, "");
}

#define OLD                                                                    \
	"The definitions are older than [engine] max_age. Run update.sh and "  \
	"look into its log.\n"

static void
old_definitions_are_told_once_a_day(void **state)
{
	struct live_config *live = filter_config(&filter);

	(void)state;
	live->config->server_self_test = 0;
	live->config->engine_max_age = 365 * (uint64_t)DAY_MS;
	use_definitions(definitions);
	beat(0);
	assert_int_equal(number(VITAL_definitions), 1);
	assert_true(number(VITAL_signatures) > 0);
	assert_int_equal(number(VITAL_too_old), 0);
	assert_true(number(VITAL_age) < 365 * (DAY_MS / 1000));
	beat(366 * (uint64_t)DAY_MS);
	assert_int_equal(number(VITAL_too_old), 1);
	assert_true(number(VITAL_age) >= 366 * (DAY_MS / 1000));
	assert_string_equal(said, OLD);
	beat(DAY_MS - 1);
	assert_string_equal(said, OLD);
	beat(1);
	assert_string_equal(said, OLD OLD);
	live->config->engine_max_age *= 2;
	beat(0);
	assert_int_equal(number(VITAL_too_old), 0);
	live->config->engine_max_age /= 2;
	beat(0);
	assert_string_equal(said, OLD OLD OLD);
	held_unref(&live->held);
}

static void
the_test_set_alone_has_no_age(void **state)
{
	(void)state;
	use_definitions("none");
	beat(0);
	assert_int_equal(number(VITAL_definitions), 0);
	assert_int_equal(number(VITAL_age), VITAL_UNKNOWN);
	assert_int_equal(number(VITAL_too_old), 0);
	beat_until(1);
}

static void
metrics_are_written_when_they_are_due(void **state)
{
	(void)state;
	beat(0);
	assert_int_equal(unlink("it.prom"), 0);
	beat(14999);
	assert_int_equal(access("it.prom", F_OK), -1);
	beat(1);
	assert_int_equal(unlink("it.prom"), 0);
}

/* Two processes with one state folder do not write over each other. */
static void
only_one_process_speaks(void **state)
{
	struct pulse *second = pulse_new(&filter, pool);

	(void)state;
	beat(0);
	assert_int_equal(unlink("it.prom"), 0);
	pulse_beat(second, &now);
	assert_int_equal(access("it.prom", F_OK), -1);
	pulse_free(&pulse);
	pulse_beat(second, &now);
	assert_int_equal(access("it.prom", F_OK), 0);
	pulse = second;
	assert_string_equal(said, "");
}

static void
a_fault_of_theirs_is_told_once(void **state)
{
	(void)state;
	assert_int_equal(mkdir("it.prom", 0700), 0);
	beat(0);
	beat(15000);
	assert_non_null(strstr(said, "it.prom cannot be written: Is a dir"));
	assert_null(strstr(strchr(said, '\n') + 1, "cannot be written"));
	assert_int_equal(rmdir("it.prom"), 0);
	beat(15000);
	assert_non_null(strstr(said, "it is written again"));
}

int
main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    STAGED(a_test_that_passes_leaves_no_trace),
	    STAGED(it_is_repeated_when_it_is_due),
	    STAGED(it_waits_for_the_first_definitions),
	    STAGED(it_can_be_turned_off),
	    STAGED(what_is_not_found_is_an_error),
	    STAGED(one_that_never_ends_is_an_error),
	    STAGED(what_cannot_be_written_is_an_error),
	    STAGED(nothing_is_told_at_the_end),
	    STAGED(old_definitions_are_told_once_a_day),
	    STAGED(the_test_set_alone_has_no_age),
	    STAGED(metrics_are_written_when_they_are_due),
	    STAGED(only_one_process_speaks),
	    STAGED(a_fault_of_theirs_is_told_once),
	};

	int failed;

	definitions = realpath("cfg/definitions", NULL);
	failed = definitions != NULL ? RUN_TESTS(tests) : 1;
	free(definitions);
	return failed;
}
