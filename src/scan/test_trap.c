/*
 * Failures belong to the scan in whose thread they arise. They are made in the
 * callback for matches, which runs in the middle of a scan.
 */
#include <errno.h>
#include <fcntl.h>

#include "engine_rig_priv.h"
#include "thread.h"

/* libclamav's own way to report an error; its headers do not offer it. */
void cli_errmsg(const char *fmt, ...);

struct act {
	void (*now)(void);
	int matches;
};

static void
on_match(void *arg, const char *name, const char *where)
{
	struct act *act = arg;

	(void)name;
	(void)where;
	if (act->matches++ == 0 && act->now != NULL)
		act->now();
}

/* Scans a sample, and acts at the first match. */
static int
scan_with(void (*now)(void))
{
	const struct engine_looks looks = {.archives = true};
	const struct engine_bytes bytes = {mail.data, mail.len, "mail"};
	struct act act = {.now = now};
	const struct engine_sink sink = {.arg = &act, .match = on_match};
	struct err e;
	int rc = engine_scan(engine, &bytes, &looks, &sink, &e);

	assert_true(act.matches > 0);
	return rc;
}

static int
set_up(void **state)
{
	struct engine_settings s = generous();

	if (rig_set_up(state) == -1)
		return -1;
	mail_of_parts(3);
	return load(&s);
}

static void
say_error(void)
{
	cli_errmsg("cannot do what is asked\n");
}

static void
say_error_about_data(void)
{
	cli_errmsg("GIF: this picture is odd\n");
}

static void
fail_to_write(void)
{
	assert_int_equal(write(-1, "x", 1), -1);
}

static void
errors_make_a_scan_fail(void **state)
{
	(void)state;
	assert_int_equal(scan_with(NULL), 0);
	assert_int_equal(scan_with(say_error), -1);
	assert_int_equal(scan_with(fail_to_write), -1);
	assert_int_equal(scan_with(say_error_about_data), 0);
	assert_int_equal(scan_with(NULL), 0);
}

static void *
scan_good(void *arg)
{
	*(int *)arg = scan_with(NULL);
	return NULL;
}

static void *
scan_bad(void *arg)
{
	*(int *)arg = scan_with(fail_to_write);
	return NULL;
}

static void
scan_beside(void *(*scan)(void *), int want)
{
	pthread_t thread;
	int rc = 1;

	assert_int_equal(thread_start(&thread, "beside", scan, &rc, &err), 0);
	(void)pthread_join(thread, NULL);
	assert_int_equal(rc, want);
}

/* Another scan comes and goes before this one fails. */
static void
let_pass_and_fail(void)
{
	scan_beside(scan_good, 0);
	fail_to_write();
}

static void
let_fail(void)
{
	scan_beside(scan_bad, -1);
}

static void
a_failing_scan_fails_alone(void **state)
{
	(void)state;
	assert_int_equal(scan_with(let_pass_and_fail), -1);
	assert_int_equal(scan_with(let_fail), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(errors_make_a_scan_fail),
	    TEST(a_failing_scan_fails_alone),
	};

	if (engine_init(&err) == -1)
		return 1;
	return RUN_TESTS(tests);
}
