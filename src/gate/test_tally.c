/* Counting without scanning, and the advice that follows. */
#include <pthread.h>
#include <sys/wait.h>

#include "tally.h"
#include "tally_priv.h"
#include "test.h"
#include "test_gate_priv.h"

enum { MINUTE_MS = 60000, MIDNIGHT = 29920320 }; /* 2026-11-21 00:00 UTC */

struct fixture {
	char *folder, *file;
	struct tally *tally;
	struct err said;
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof(*f));

	f->folder = scratch_new();
	f->file = mem_printf("%s/tally", f->folder);
	f->tally = tally_open(f->folder, &f->said);
	assert_non_null(f->tally);
	assert_string_equal(f->said.text, "");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	tally_close(&f->tally);
	scratch_free(f->folder);
	free(f->file);
	free(f);
	return 0;
}

static void
count(struct fixture *f, int64_t minute, unsigned n)
{
	struct err e;

	while (n-- > 0)
		assert_int_equal(
		    tally_add(f->tally, minute * MINUTE_MS + 59999, &e), 0);
}

static struct tally_advice
advise(struct fixture *f, int64_t minute)
{
	struct tally_advice a;

	assert_int_equal(
	    tally_advise(f->folder, minute * MINUTE_MS, &a, &f->said), 0);
	return a;
}

static void
nothing_gives_no_advice(void **state)
{
	struct fixture *f = *state;
	struct tally_advice a;

	assert_int_equal(tally_advise(f->folder, INT64_MAX, &a, &f->said), -1);
	assert_non_null(strstr(f->said.text, "holds no messages yet"));
	assert_int_equal(tally_advise("/nowhere", INT64_MAX, &a, &f->said), -1);
	assert_non_null(strstr(f->said.text, "nothing was counted yet"));
}

static void
the_highest_hour_may_lie_across_two(void **state)
{
	struct fixture *f = *state;
	struct tally_advice a;
	struct buf b;

	count(f, MIDNIGHT, 1);
	count(f, MIDNIGHT + 45, 60);
	count(f, MIDNIGHT + 80, 70);
	count(f, MIDNIGHT + 299, 1);
	a = advise(f, MIDNIGHT + 300);
	assert_int_equal(a.messages, 132);
	assert_int_equal(a.hours, 5);
	assert_int_equal(a.highest, 130);
	assert_int_equal(a.highest_minute, MIDNIGHT + 21);
	assert_int_equal(a.limit[0].limit, 100);
	/* Reached in the second hour only. */
	assert_int_equal(a.limit[0].exceeded, 1);
	assert_int_equal(a.limit[1].exceeded, 0);
	assert_int_equal(a.percentile_95, 70);
	assert_int_equal(a.damaged, 0);
	buf_init(&b, 10000);
	tally_tell(&a, &b);
	assert_non_null(strstr(b.data,
	    "132 messages in 5 hours, from 2026-11-21 00:00 UTC to "
	    "2026-11-21 04:59 UTC."));
	assert_non_null(
	    strstr(b.data, "A license for 500 messages per hour would have"));
	assert_non_null(strstr(b.data, "less than a week"));
	buf_fini(&b);
}

static void
percentiles_are_those_of_the_hours(void **state)
{
	struct fixture *f = *state;
	struct tally_advice a;
	int hour;

	for (hour = 1; hour <= 200; hour++)
		count(f, MIDNIGHT + hour * 60, (unsigned)hour);
	a = advise(f, MIDNIGHT + 201 * 60);
	assert_int_equal(a.hours, 200);
	assert_int_equal(a.percentile_95, 190);
	assert_int_equal(a.percentile_99, 198);
	assert_int_equal(a.highest, 200);
	/* Two neighbours count where a slot may touch both. */
	assert_int_equal(a.enough, 399);
	assert_int_equal(a.limit[0].exceeded, 100);
}

static void
old_minutes_make_room(void **state)
{
	struct fixture *f = *state;
	struct tally_advice a;

	count(f, MIDNIGHT, 9);
	count(f, MIDNIGHT + 1, 5);
	count(f, MIDNIGHT + TALLY_MINUTES, 3);
	a = advise(f, MIDNIGHT + TALLY_MINUTES);
	assert_int_equal(a.messages, 8);
	assert_int_equal(a.first_minute, MIDNIGHT + 1);
	assert_int_equal(a.last_minute, MIDNIGHT + TALLY_MINUTES);
	/* What is older is left out, even where no other minute took its place.
	 */
	count(f, MIDNIGHT + TALLY_MINUTES + 2, 1);
	a = advise(f, MIDNIGHT + TALLY_MINUTES + 2);
	assert_int_equal(a.messages, 4);
	/* A minute that has not come yet is left out. */
	a = advise(f, MIDNIGHT + 5);
	assert_int_equal(a.messages, 5);
	assert_int_equal(a.damaged, 0);
}

static void
a_restart_goes_on(void **state)
{
	struct fixture *f = *state;

	count(f, MIDNIGHT, 3);
	tally_close(&f->tally);
	f->tally = tally_open(f->folder, &f->said);
	assert_string_equal(f->said.text, "");
	count(f, MIDNIGHT, 4);
	assert_int_equal(advise(f, MIDNIGHT).messages, 7);
}

static void
damage_is_left_out_and_said(void **state)
{
	struct fixture *f = *state;
	const off_t at = (off_t)sizeof(struct tally_head) +
			 8 * (off_t)(MIDNIGHT % TALLY_MINUTES);
	struct tally_advice a;
	int fd;

	count(f, MIDNIGHT, 3);
	count(f, MIDNIGHT + 1, 4);
	fd = open(f->file, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "x", 1, at + 3), 1);
	assert_int_equal(close(fd), 0);
	a = advise(f, MIDNIGHT + 1);
	assert_int_equal(a.messages, 4);
	assert_int_equal(a.damaged, 1);
	count(f, MIDNIGHT, 2);
	assert_int_equal(advise(f, MIDNIGHT + 1).messages, 6);
	/* Cut in the middle: what is left is used. */
	assert_int_equal(truncate(f->file, at + 8), 0);
	assert_int_equal(advise(f, MIDNIGHT + 1).messages, 2);
}

static void
a_foreign_file_is_put_aside(void **state)
{
	struct fixture *f = *state;
	char *bad = mem_printf("%s.bad", f->file);
	struct tally_advice a;

	tally_close(&f->tally);
	file_write(f->file, "something else", 14);
	assert_int_equal(tally_advise(f->folder, INT64_MAX, &a, &f->said), -1);
	assert_non_null(strstr(f->said.text, "is no tally"));
	f->tally = tally_open(f->folder, &f->said);
	assert_non_null(f->tally);
	assert_non_null(strstr(f->said.text, "is no tally"));
	assert_non_null(strstr(f->said.text, "tally.bad"));
	assert_int_equal(access(bad, F_OK), 0);
	count(f, MIDNIGHT, 1);
	assert_int_equal(advise(f, MIDNIGHT).messages, 1);
	free(bad);
}

static void *
work(void *arg)
{
	count(arg, MIDNIGHT, 500);
	return NULL;
}

static void
threads_and_processes_count_together(void **state)
{
	struct fixture *f = *state;
	pthread_t thread[3];
	pid_t pid = fork();
	int i, status;

	if (pid == 0) {
		tally_close(&f->tally);
		f->tally = tally_open(f->folder, &f->said);
		count(f, MIDNIGHT, 500);
		_exit(0);
	}
	for (i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, work, f), 0);
	for (i = 0; i < 3; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(advise(f, MIDNIGHT).messages, 2000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(nothing_gives_no_advice),
	    TEST(the_highest_hour_may_lie_across_two),
	    TEST(percentiles_are_those_of_the_hours),
	    TEST(old_minutes_make_room),
	    TEST(a_restart_goes_on),
	    TEST(damage_is_left_out_and_said),
	    TEST(a_foreign_file_is_put_aside),
	    TEST(threads_and_processes_count_together),
	};

	return RUN_TESTS(tests);
}
