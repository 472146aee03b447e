/* What makes room in the quarantine, and when. */
#include <time.h>

#include "quarantine_fixture_priv.h"

static void
the_oldest_make_room(void **state)
{
	char text[18200], ids[5][QUARANTINE_ID_SIZE];
	unsigned i;

	(void)state;
	load_conf("[quarantine]\nkeep_at_most = 64K\n");
	(void)snprintf(text, sizeof(text), "%s%18000s", MAIL, "x");
	for (i = 0; i < 3; i++) {
		store_text(text, NOW_MS, ids[i]);
		set_age(ids[i], i == 1 ? 1000 : 10);
	}
	/* An earlier day is older, whatever the files say. */
	store_text(text, NOW_MS - 86400000, ids[3]);
	assert_false(is_kept(ids[1]));
	assert_true(is_kept(ids[0]) && is_kept(ids[2]) && is_kept(ids[3]));
	store_text(text, NOW_MS, ids[4]);
	assert_false(is_kept(ids[3]));
	assert_true(is_kept(ids[0]) && is_kept(ids[2]) && is_kept(ids[4]));
	assert_int_equal(list().n, 3);
	/* The empty folder of the earlier day is gone. */
	(void)snprintf(
	    text, sizeof(text), "%s/2026/11/19", conf->quarantine_path);
	assert_int_equal(access(text, F_OK), -1);
}

/* Otherwise one message that comes again and again would drive out others. */
static void
a_deferred_message_is_counted_once(void **state)
{
	char text[18200], first[QUARANTINE_ID_SIZE], id[QUARANTINE_ID_SIZE];
	int i;

	(void)state;
	load_conf("[quarantine]\nkeep_at_most = 64K\n");
	store_text(MAIL, NOW_MS, first);
	verdict.action.kind = ACTION_DEFER;
	(void)snprintf(text, sizeof(text), "%s%18000s", MAIL, "x");
	for (i = 0; i < 10; i++)
		store_text(text, NOW_MS, id);
	assert_true(is_kept(first) && is_kept(id));
}

static void
what_is_larger_than_all_is_refused(void **state)
{
	char text[70200], id[QUARANTINE_ID_SIZE];

	(void)state;
	load_conf("[quarantine]\nkeep_at_most = 64K\n");
	store_text(MAIL, NOW_MS, id);
	(void)snprintf(text, sizeof(text), "%s%70000s", MAIL, "x");
	assert_refused(text, "larger than [quarantine] keep_at_most");
	assert_true(is_kept(id)); /* it did not have to go for nothing */
}

static void
sweep(int64_t now_ms, unsigned long want)
{
	unsigned long removed = 99;
	struct err e = {{0}};

	if (quarantine_sweep(q, conf, now_ms, &removed, &e) == -1)
		fail_msg("%s", e.text);
	assert_int_equal(removed, want);
}

static int64_t
real_ms(void)
{
	return (int64_t)time(NULL) * 1000;
}

static void
what_is_too_old_is_removed(void **state)
{
	char ids[3][QUARANTINE_ID_SIZE];
	int64_t now_ms = real_ms();

	(void)state;
	sweep(now_ms, 0); /* without a folder */
	load_conf("[quarantine]\nkeep_for = 10d\n");
	store_text(MAIL, now_ms - 11 * 86400000LL, ids[0]);
	store_text(MAIL, now_ms - 9 * 86400000LL, ids[1]);
	store_text(MAIL, now_ms, ids[2]);
	set_age(ids[0], 11 * 86400);
	set_age(ids[1], 9 * 86400);
	sweep(now_ms, 1);
	assert_false(is_kept(ids[0]));
	assert_true(is_kept(ids[1]) && is_kept(ids[2]));
	sweep(now_ms + 3 * 86400000LL, 1);
	assert_true(is_kept(ids[2]));
}

static void
leftovers_are_removed_and_strangers_stay(void **state)
{
	char id[QUARANTINE_ID_SIZE], *day;
	static const char *const names[] = {"20260101-0123456789abcdef.msg",
	    "20260101-0123456789abcdef.msg.tmp", "notes.txt"};
	int64_t now_ms = real_ms();
	struct err e;
	int i, fd;

	(void)state;
	store_text(MAIL, now_ms, id);
	day = quarantine_message_path(conf->quarantine_path, id);
	*strrchr(day, '/') = '\0';
	fd = open(day, O_RDONLY | O_DIRECTORY);
	for (i = 0; i < 3; i++)
		(void)close(openat(fd, names[i], O_CREAT | O_WRONLY, 0600));
	sweep(now_ms + 60000, 0);
	assert_int_equal(faccessat(fd, names[0], F_OK, 0), 0);
	sweep(now_ms + 7200000, 0);
	assert_int_equal(faccessat(fd, names[0], F_OK, 0), -1);
	assert_int_equal(faccessat(fd, names[1], F_OK, 0), -1);
	assert_int_equal(faccessat(fd, names[2], F_OK, 0), 0);
	assert_true(is_kept(id));
	assert_int_equal(quarantine_delete(conf->quarantine_path, id, &e), 0);
	assert_false(is_kept(id));
	assert_int_equal(quarantine_delete(conf->quarantine_path, id, &e), -1);
	(void)close(fd);
	free(day);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_oldest_make_room),
	    TEST(a_deferred_message_is_counted_once),
	    TEST(what_is_larger_than_all_is_refused),
	    TEST(what_is_too_old_is_removed),
	    TEST(leftovers_are_removed_and_strangers_stay),
	};

	return RUN_TESTS(tests);
}
