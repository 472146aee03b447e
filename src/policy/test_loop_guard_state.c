/* What the loop guard keeps: a private key and used numbers. */
#include <pthread.h>
#include <stdatomic.h>

#include "loop_guard_fixture_priv.h"
#include "sign.h"
#include "thread.h"

static void
used_numbers_are_kept_until_they_expire(void **state)
{
	char *field = made_field();

	(void)state;
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	assert_int_equal(loop_guard_sweep(conf->server_state_dir, NOW_S), 0);
	assert_int_equal(
	    loop_guard_sweep(conf->server_state_dir, NOW_S + LOOP_GUARD_LIFE_S),
	    0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(loop_guard_sweep(conf->server_state_dir,
			     NOW_S + LOOP_GUARD_LIFE_S + 3601),
	    1);
	free(field);
}

static void
the_key_is_private(void **state)
{
	char *field = made_field(), *path = inside("run/guard.key");
	struct stat st;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, SIGN_MAC_KEY_SIZE);
	/* A key that others know proves nothing. */
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(access(path, F_OK), -1); /* checking makes none */
	free(field);
	free(made_field());
	assert_int_equal(access(path, F_OK), 0);
	free(path);
}

/* What cannot be remembered must not pass. */
static void
a_number_that_cannot_be_noted_is_worthless(void **state)
{
	char *field = made_field(), *path = inside("run/guard");

	(void)state;
	write_in("run/guard", "", 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(chmod(path, 0700), 0);
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	free(path);
	free(field);
}

static const char *race_text;
static atomic_int passed;

static void *
race(void *arg)
{
	if (check_text(race_text) == LOOP_GUARD_VALID)
		(void)atomic_fetch_add(&passed, 1);
	return arg;
}

static void
of_many_at_once_one_passes(void **state)
{
	pthread_t threads[8];
	char *field = made_field();
	char *text = mem_printf("%s%s", field, HEAD "\n" BODY);
	struct err e;
	int i;

	(void)state;
	race_text = text;
	atomic_store(&passed, 0);
	for (i = 0; i < 8; i++)
		assert_int_equal(
		    thread_start(&threads[i], "race", race, NULL, &e), 0);
	for (i = 0; i < 8; i++)
		(void)pthread_join(threads[i], NULL);
	assert_int_equal(passed, 1);
	free(text);
	free(field);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(used_numbers_are_kept_until_they_expire),
	    TEST(the_key_is_private),
	    TEST(a_number_that_cannot_be_noted_is_worthless),
	    TEST(of_many_at_once_one_passes),
	};

	return RUN_TESTS(tests);
}
