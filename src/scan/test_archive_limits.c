/* Locked archives, and those that would cost too much. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_made_priv.h"

static void
check_sealed(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (s.classes[CLASS_encrypted] != 1 || s.leaves != 0)
		fail_msg("%s: %u leaves, %u facts", path, s.leaves, s.facts);
}

static void
closed_archives_are_encrypted(void **state)
{
	(void)state;
	for_each("sealed", 4, check_sealed);
}

static void
check_locked(const char *path, struct file *f)
{
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	char *text = mem_printf(
	    "Le mot de passe est %.*s.", (int)key.len, (const char *)key.data);
	struct seen s = walk(f);

	if (s.classes[CLASS_encrypted] == 0 || s.leaves != 0)
		fail_msg("%s: not locked", path);
	password_add_text(p, text, strlen(text));
	s = walk_with(f, &b, p);
	if (s.payloads != 1 || s.facts != 0)
		fail_msg("%s: %u leaves, %u facts", path, s.leaves, s.facts);
	passwords_free(&p);
	free(text);
}

static void
words_of_the_mail_open_a_zip(void **state)
{
	(void)state;
	for_each("locked", 10, check_locked);
}

/* Of 900 words, some pass the check byte of ZipCrypto; none is believed. */
static void
lucky_wrong_words_open_nothing(void **state)
{
	struct file f = made("locked/clam.stored.zip");
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	struct seen s;
	char word[20];
	unsigned i;

	(void)state;
	for (i = 0; i < 900; i++) {
		(void)snprintf(word, sizeof(word), "wrong%u", i);
		password_add_list(p, word, strlen(word));
	}
	s = walk_with(&f, &b, p);
	assert_int_equal(s.leaves, 0);
	assert_int_equal(s.classes[CLASS_encrypted], 1);
	passwords_free(&p);

	p = passwords_new(now_ms);
	for (i = 0; i < 900; i++) {
		(void)snprintf(word, sizeof(word), "wrong%u", i);
		password_add_list(p, word, strlen(word));
	}
	password_add_list(p, (const char *)key.data, key.len);
	s = walk_with(&f, &b, p);
	assert_int_equal(s.payloads, 1);
	assert_int_equal(s.facts, 0);
	passwords_free(&p);
	free(f.data);
}

/* The clock runs so fast that the time is up before the right word. */
static void
trying_ends_when_its_time_is_up(void **state)
{
	struct file f = made("locked/clam.AES256.zip");
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	struct seen s;

	(void)state;
	password_add_list(p, "a1,a2,a3,a4,a5,a6,a7,a8,a9", 26);
	password_add_list(p, (const char *)key.data, key.len);
	tick_ms = 500;
	s = walk_with(&f, &b, p);
	tick_ms = 0;
	assert_int_equal(s.leaves, 0);
	assert_int_equal(s.classes[CLASS_encrypted], 1);
	passwords_free(&p);
	free(f.data);
}

static void
trying_ends_when_its_tries_are_used_up(void **state)
{
	struct file f = made("locked/clam.AES256.zip");
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	struct seen s;

	(void)state;
	while (password_try(p))
		continue;
	password_add_list(p, (const char *)key.data, key.len);
	s = walk_with(&f, &b, p);
	assert_int_equal(s.leaves, 0);
	assert_int_equal(s.classes[CLASS_encrypted], 1);
	passwords_free(&p);
	free(f.data);
}

static void
check_bomb(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (s.classes[CLASS_limits] != 1 || s.facts != 1)
		fail_msg("%s: %u facts (%s)", path, s.facts, s.first_fact);
	assert_true(
	    s.longest <= (size_t)ARCHIVE_RATIO_MAX * ARCHIVE_RATIO_FREE);
}

static void
bombs_end_at_a_limit(void **state)
{
	(void)state;
	for_each("bombs", 6, check_bomb);
}

static void
every_limit_of_the_budget_holds(void **state)
{
	struct file f = made("nested/rar.7z"), z = made("bombs/zeros.zst");
	struct budget b = whole_budget();
	struct seen s;

	(void)state;
	b.files_max = 2;
	s = walk_with(&f, &b, NULL);
	assert_string_equal(s.first_fact, "files");
	b = whole_budget();
	b.depth_max = 1;
	s = walk_with(&f, &b, NULL);
	assert_string_equal(s.first_fact, "depth");
	assert_int_equal(s.leaves, 2);
	b = whole_budget();
	b.bytes_max = 500;
	s = walk_with(&f, &b, NULL);
	assert_string_equal(s.first_fact, "scan_size");
	b = whole_budget();
	b.file_max = 1000000;
	s = walk_with(&z, &b, NULL);
	assert_string_equal(s.first_fact, "file_size");
	assert_true(s.longest <= b.file_max);
	b = whole_budget();
	b.deadline_ms = fake_ms + 100;
	tick_ms = 10;
	s = walk_with(&z, &b, NULL);
	tick_ms = 0;
	assert_string_equal(s.first_fact, "scan_time");
	assert_int_equal(s.facts, 1);
	s = walk_with(&f, &b, NULL);
	assert_int_equal(s.facts + s.leaves, 0);
	free(f.data);
	free(z.data);
}

static void
the_sink_can_stop_the_walk(void **state)
{
	struct file f = made("nested/rar.7z");
	struct budget b = whole_budget();
	struct seen s = {.stop_after = 1};
	struct part_sink sink = {.arg = &s, .leaf = see_leaf, .fact = see_fact};
	struct archive_env env = {.budget = &b, .sink = &sink};
	struct archive_in in = {f.data, f.len, "x", NULL, 1};

	(void)state;
	assert_false(archive_walk(&in, &env));
	assert_int_equal(s.leaves, 1);
	s = (struct seen){0};
	assert_true(archive_walk(&in, &env));
	free(f.data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(closed_archives_are_encrypted),
	    cmocka_unit_test(words_of_the_mail_open_a_zip),
	    cmocka_unit_test(lucky_wrong_words_open_nothing),
	    cmocka_unit_test(trying_ends_when_its_time_is_up),
	    cmocka_unit_test(trying_ends_when_its_tries_are_used_up),
	    cmocka_unit_test(bombs_end_at_a_limit),
	    cmocka_unit_test(every_limit_of_the_budget_holds),
	    cmocka_unit_test(the_sink_can_stop_the_walk),
	};

	return cmocka_run_group_tests(tests, made_setup, made_teardown);
}
