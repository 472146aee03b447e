/* The quota: limits, warnings once an hour, numbers and texts. */
#include "quota.h"
#include "test.h"
#include "test_window_priv.h"

struct fixture {
	struct bench *bench; /* for its folder and its clock */
	struct quota *quota;
	struct quota_settings settings;
	struct quota_answer answer;
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof(*f));
	struct err said;

	f->bench = bench_new();
	window_close(&f->bench->window);
	f->settings.limit = 20;
	f->settings.percents = 2;
	f->settings.percent[0] = 80;
	f->settings.percent[1] = 95;
	f->quota =
	    quota_open(f->bench->folder, &f->settings, &f->bench->now, &said);
	assert_string_equal(said.text, "");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	quota_close(&f->quota);
	bench_free(f->bench);
	free(f);
	return 0;
}

static void
reopen(struct fixture *f)
{
	struct err said;

	quota_close(&f->quota);
	f->quota =
	    quota_open(f->bench->folder, &f->settings, &f->bench->now, &said);
	assert_string_equal(said.text, "");
}

static bool
admit(struct fixture *f)
{
	quota_admit(f->quota, &f->bench->now, &f->answer);
	return f->answer.admitted;
}

static void
warnings_come_once_each(void **state)
{
	struct fixture *f = *state;
	unsigned i;

	for (i = 1; i <= 20; i++) {
		assert_true(admit(f));
		assert_int_equal(f->answer.used, i);
		assert_int_equal(f->answer.warn, i == 16   ? 80
						 : i == 19 ? 95
							   : 0);
		assert_false(f->answer.exceeded);
	}
	assert_false(admit(f));
	assert_true(f->answer.exceeded);
	assert_int_equal(f->answer.used, 20);
	assert_in_range(f->answer.wait_ms, HOUR, HOUR + 10 * SECOND);
	reopen(f);
	assert_false(admit(f));
	assert_false(f->answer.exceeded);
	/* The next hour is another one. */
	bench_pass(f->bench, HOUR + 10 * SECOND);
	for (i = 1; i <= 20; i++) {
		assert_true(admit(f));
		assert_int_equal(f->answer.warn, i == 16   ? 80
						 : i == 19 ? 95
							   : 0);
	}
	assert_false(admit(f));
	assert_true(f->answer.exceeded);
}

static void
one_message_per_hour_needs_no_warning(void **state)
{
	struct fixture *f = *state;

	f->settings.limit = 1;
	quota_set(f->quota, &f->settings);
	assert_true(admit(f));
	assert_int_equal(f->answer.warn, 0);
	assert_false(admit(f));
	assert_true(f->answer.exceeded);
	reopen(f);
	assert_false(admit(f));
}

static void
a_new_license_counts_what_was_delivered(void **state)
{
	struct fixture *f = *state;
	unsigned i;

	for (i = 0; i < 20; i++)
		assert_true(admit(f));
	assert_false(admit(f));
	f->settings.limit = 22;
	quota_set(f->quota, &f->settings);
	assert_true(admit(f));
	assert_true(admit(f));
	assert_false(admit(f));
	f->settings.limit = WINDOW_UNLIMITED;
	quota_set(f->quota, &f->settings);
	assert_true(admit(f));
	assert_int_equal(f->answer.warn, 0);
	f->settings.limit = 10;
	quota_set(f->quota, &f->settings);
	assert_false(admit(f));
	assert_int_equal(f->answer.used, 23);
}

static void
looking_takes_nothing(void **state)
{
	struct fixture *f = *state;
	struct quota_numbers n;
	struct err e;

	assert_true(admit(f));
	bench_pass(f->bench, MINUTE);
	assert_true(admit(f));
	quota_look(f->quota, &f->bench->now, &n);
	assert_int_equal(n.used, 2);
	assert_int_equal(n.limit, 20);
	assert_int_equal(n.percent, 10);
	assert_int_equal(n.wait_ms, 0);
	assert_int_equal(
	    quota_peek(f->bench->folder, &f->bench->now, 2, &n, &e), 0);
	assert_int_equal(n.used, 2);
	assert_int_equal(n.percent, 100);
	assert_in_range(n.wait_ms, 59 * MINUTE, 59 * MINUTE + 10 * SECOND);
	assert_int_equal(quota_peek(f->bench->folder, &f->bench->now,
			     WINDOW_UNLIMITED, &n, &e),
	    0);
	assert_int_equal(n.percent, 0);
	assert_int_equal(n.wait_ms, 0);
}

static void
it_is_told_in_words(void **state)
{
	struct fixture *f = *state;
	struct buf b;
	unsigned i;

	buf_init(&b, 1000);
	for (i = 0; i < 15; i++)
		assert_true(admit(f));
	quota_tell(&f->answer, &f->bench->now, &b);
	assert_string_equal(b.data, "");
	assert_true(admit(f));
	quota_tell(&f->answer, &f->bench->now, &b);
	assert_string_equal(b.data,
	    "80 percent of the license are used: 16 of 20 messages per hour");
	for (i = 0; i < 4; i++)
		assert_true(admit(f));
	assert_false(admit(f));
	buf_reset(&b);
	quota_tell(&f->answer, &f->bench->now, &b);
	assert_string_equal(b.data,
	    "license limit reached: 20 messages per hour, next at "
	    "2026-11-21 01:00:10 UTC");
	buf_reset(&b);
	quota_refuse(&f->answer, &f->bench->now, &b);
	assert_string_equal(b.data,
	    "License limit reached: 20 messages per hour, next at "
	    "2026-11-21 01:00:10 UTC");
	buf_fini(&b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(warnings_come_once_each),
	    TEST(one_message_per_hour_needs_no_warning),
	    TEST(a_new_license_counts_what_was_delivered),
	    TEST(looking_takes_nothing),
	    TEST(it_is_told_in_words),
	};

	return RUN_TESTS(tests);
}
