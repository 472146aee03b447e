/* Storing messages, whole or not at all. */
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>

#include "quarantine_fixture_priv.h"
#include "thread.h"

static void
assert_mode(const char *path, mode_t want)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, want);
}

static void
a_message_is_kept_byte_by_byte(void **state)
{
	char id[QUARANTINE_ID_SIZE], *path, *data;
	size_t len;

	(void)state;
	store_text(ENVELOPE MAIL, NOW_MS, id);
	assert_true(quarantine_is_id(id));
	assert_memory_equal(id, "20261120-", 9);
	path = quarantine_message_path(conf->quarantine_path, id);
	data = read_path(path, &len);
	assert_int_equal(len, strlen(ENVELOPE MAIL));
	assert_memory_equal(data, ENVELOPE MAIL, len);
	assert_mode(path, 0600);
	*strrchr(path, '/') = '\0';
	assert_mode(path, 0700);
	assert_mode(conf->quarantine_path, 0700);
	free(path);
	free(data);
}

static void
the_record_says_what_happened(void **state)
{
	char id[QUARANTINE_ID_SIZE];
	struct record *r = NULL;
	struct err e = {{0}};

	(void)state;
	store_text(ENVELOPE MAIL, NOW_MS, id);
	assert_int_equal(quarantine_read(conf->quarantine_path, id, &r, &e), 0);
	assert_string_equal(r->id, id);
	assert_string_equal(r->when, "2026-11-20T20:56:12Z");
	assert_string_equal(r->queue_id, "1");
	assert_string_equal(r->message_id, "<1@example.com>");
	assert_string_equal(r->subject, "\xe6\x97\xa5\xe6\x9c\xac text");
	assert_string_equal(r->sender, "s\\x1b\"@example.com");
	assert_string_equal(r->source, "SMTP");
	assert_string_equal(r->ip, "192.0.2.1");
	assert_string_equal(r->class, "banned");
	assert_string_equal(r->action, "discard");
	assert_string_equal(r->engine, "1.4.6");
	assert_string_equal(r->definitions, "27851");
	assert_string_equal(r->released, "");
	assert_int_equal(r->size, strlen(ENVELOPE MAIL));
	assert_int_equal(r->recipient_count, 2);
	assert_int_equal(r->recipients_n, 2);
	assert_string_equal(r->recipients[1], "b\\xff@example.net");
	assert_int_equal(r->findings_n, 2);
	assert_string_equal(r->findings[1].class, "macro");
	assert_string_equal(r->findings[1].name, "x\\x0d\\x0ay");
	record_free(&r);
}

static void
each_message_has_an_id_of_its_own(void **state)
{
	char ids[20][QUARANTINE_ID_SIZE];
	int i, k;

	(void)state;
	for (i = 0; i < 20; i++)
		store_text(MAIL, NOW_MS, ids[i]);
	for (i = 0; i < 20; i++)
		for (k = 0; k < i; k++)
			assert_string_not_equal(ids[i], ids[k]);
	assert_int_equal(list().n, 20);
}

/* Otherwise every attempt of the server would fill the folder. */
static void
a_deferred_message_is_kept_once_a_day(void **state)
{
	char first[QUARANTINE_ID_SIZE], id[QUARANTINE_ID_SIZE];

	(void)state;
	verdict.action.kind = ACTION_DEFER;
	store_text(MAIL, NOW_MS, first);
	store_text(MAIL, NOW_MS + 60000, id);
	assert_string_equal(id, first);
	assert_int_equal(list().n, 1);
	store_text(MAIL "more\n", NOW_MS, id);
	assert_string_not_equal(id, first);
	store_text(MAIL, NOW_MS + 86400000, id);
	assert_string_not_equal(id, first);
	assert_int_equal(list().n, 3);
}

static void
what_is_not_in_memory_is_copied(void **state)
{
	char id[QUARANTINE_ID_SIZE], *path = inside("big.msg"), *data, *kept;
	struct message_source source = {
	    .path = path, .envelope_max = 1 << 20, .message_max = 10};
	struct quarantine_item item = {.config = conf,
	    .source = &source,
	    .findings = &found,
	    .verdict = &verdict,
	    .now_ms = NOW_MS};
	struct message *m = NULL;
	struct err e = {{0}};
	size_t len;

	(void)state;
	write_in("big.msg", ENVELOPE MAIL, strlen(ENVELOPE MAIL));
	assert_int_equal(message_open(&source, &m, &e), 0);
	assert_true(m->truncated);
	item.message = m;
	assert_int_equal(quarantine_store(q, &item, id, &e), 0);
	kept = quarantine_message_path(conf->quarantine_path, id);
	data = read_path(kept, &len);
	assert_int_equal(len, strlen(ENVELOPE MAIL));
	assert_memory_equal(data, ENVELOPE MAIL, len);
	free(data);
	free(kept);
	/* Another file in its place is not what was scanned. */
	write_in("big.msg", ENVELOPE MAIL "x", strlen(ENVELOPE MAIL) + 1);
	assert_int_equal(quarantine_store(q, &item, id, &e), -1);
	assert_non_null(strstr(e.text, "is another file now"));
	assert_int_equal(list().n, 1);
	message_free(&m);
	free(path);
}

/* Size and time may be the same. */
static void
another_file_is_noticed(void **state)
{
	char id[QUARANTINE_ID_SIZE], *path = inside("a.msg");
	char *other = inside("b.msg");
	struct message_source source = {
	    .path = path, .envelope_max = 1 << 20, .message_max = 10};
	struct quarantine_item item = {.config = conf,
	    .source = &source,
	    .findings = &found,
	    .verdict = &verdict,
	    .now_ms = NOW_MS};
	struct message *m = NULL;
	struct timespec times[2];
	struct err e = {{0}};

	(void)state;
	write_in("a.msg", ENVELOPE MAIL, strlen(ENVELOPE MAIL));
	write_in("b.msg", ENVELOPE MAIL, strlen(ENVELOPE MAIL));
	assert_int_equal(message_open(&source, &m, &e), 0);
	times[0] = times[1] = m->mtime;
	assert_int_equal(utimensat(AT_FDCWD, other, times, 0), 0);
	assert_int_equal(rename(other, path), 0);
	item.message = m;
	assert_int_equal(quarantine_store(q, &item, id, &e), -1);
	message_free(&m);
	free(path);
	free(other);
}

static void
a_message_that_was_not_read_is_not_stored(void **state)
{
	char id[QUARANTINE_ID_SIZE];
	struct err e;

	(void)state;
	assert_int_equal(store(NULL, NOW_MS, id, &e), -1);
}

static void
a_folder_that_others_write_is_refused(void **state)
{
	char id[QUARANTINE_ID_SIZE], *path = inside("quarantine/2026");

	(void)state;
	store_text(MAIL, NOW_MS, id);
	assert_int_equal(chmod(path, 0770), 0);
	assert_refused(MAIL, "others may write there");
	assert_int_equal(chmod(path, 0700), 0);
	assert_int_equal(chmod(conf->quarantine_path, 0702), 0);
	assert_refused(MAIL, "others may write there");
	assert_int_equal(chmod(conf->quarantine_path, 0700), 0);
	assert_int_equal(list().n, 1);
	free(path);
}

static void
links_are_not_followed(void **state)
{
	char id[QUARANTINE_ID_SIZE], *path = inside("quarantine/2026");
	char *away = inside("away");

	(void)state;
	store_text(MAIL, NOW_MS, id);
	assert_int_equal(rename(path, away), 0);
	assert_int_equal(symlink(away, path), 0);
	assert_refused(MAIL, "cannot be opened");
	free(path);
	free(away);
}

static void
what_cannot_be_written_leaves_nothing(void **state)
{
	struct rlimit before, small;
	struct message *m = open_message("1.msg", ENVELOPE MAIL);
	char id[QUARANTINE_ID_SIZE], *day = inside("quarantine/2026/11/20");
	struct err e = {{0}};
	rlim_t limit;
	int rc;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	/* First the message does not fit, then its record. */
	for (limit = 10; limit < 1000; limit += 500) {
		small = (struct rlimit){limit, before.rlim_max};
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		rc = store(m, NOW_MS, id, &e);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		assert_int_equal(rc, -1);
		assert_non_null(strstr(e.text, strerror(EFBIG)));
		assert_int_equal(list().n, 0);
		assert_int_equal(rmdir(day), 0); /* nothing is in it */
	}
	assert_int_equal(store(m, NOW_MS, id, &e), 0);
	message_free(&m);
	free(day);
}

static void
only_ids_become_paths(void **state)
{
	static const char *const bad[] = {"", "../../../../etc/passwd",
	    "20261120-0123456789abcde", "20261120-0123456789abcdef0",
	    "20261120-0123456789ABCDEF", "2026112x-0123456789abcdef",
	    "20261120/0123456789abcdef", "20261120-0123456789abcde/",
	    "20261120-0123456789abcd\nf"};
	struct record *r = NULL;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(quarantine_is_id(bad[i]));
		assert_int_equal(
		    quarantine_read(conf->quarantine_path, bad[i], &r, &e), -1);
		assert_non_null(strstr(e.text, "an ID looks like"));
		assert_int_equal(
		    quarantine_delete(conf->quarantine_path, bad[i], &e), -1);
	}
	assert_true(quarantine_is_id("20261120-0123456789abcdef"));
}

static void
warnings_come_once_a_minute(void **state)
{
	(void)state;
	assert_true(quarantine_warning_due(q, 0));
	assert_false(quarantine_warning_due(q, 1));
	assert_false(quarantine_warning_due(q, 60000));
	assert_true(quarantine_warning_due(q, 60001));
	assert_false(quarantine_warning_due(q, 100000));
}

enum { WRITERS = 4, TURNS = 25 };

static void *
store_many(void *arg)
{
	char id[QUARANTINE_ID_SIZE];
	struct err e;
	int i;

	for (i = 0; i < TURNS; i++)
		if (store(arg, NOW_MS, id, &e) == -1)
			return arg;
	return NULL;
}

static void
several_threads_store_together(void **state)
{
	struct message *m = open_message("1.msg", MAIL);
	pthread_t threads[WRITERS];
	struct err e;
	void *failed;
	int i, again;

	(void)state;
	for (again = 0; again < 2; again++) {
		for (i = 0; i < WRITERS; i++)
			assert_int_equal(thread_start(&threads[i], "store",
					     store_many, m, &e),
			    0);
		for (i = 0; i < WRITERS; i++) {
			(void)pthread_join(threads[i], &failed);
			assert_null(failed);
		}
		assert_int_equal(list().n, WRITERS * TURNS + again);
		assert_int_equal(list().bad, 0);
		verdict.action.kind = ACTION_DEFER;
	}
	message_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_message_is_kept_byte_by_byte),
	    TEST(the_record_says_what_happened),
	    TEST(each_message_has_an_id_of_its_own),
	    TEST(a_deferred_message_is_kept_once_a_day),
	    TEST(what_is_not_in_memory_is_copied),
	    TEST(another_file_is_noticed),
	    TEST(a_message_that_was_not_read_is_not_stored),
	    TEST(a_folder_that_others_write_is_refused),
	    TEST(links_are_not_followed),
	    TEST(what_cannot_be_written_leaves_nothing),
	    TEST(only_ids_become_paths),
	    TEST(warnings_come_once_a_minute),
	    TEST(several_threads_store_together),
	};

	return RUN_TESTS(tests);
}
