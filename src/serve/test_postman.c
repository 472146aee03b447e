/* Notices are sent later, tried again, and never wait in the way. */
#include <dirent.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "mem.h"
#include "postman.h"
#include "test.h"

static char folder[64];
static struct filter filter;
static struct live_config *live;
static atomic_int given_up, dropped;

/* Counts the warnings that matter. */
static void
take_log(void *arg, enum log_level level, const char *line)
{
	(void)arg;
	(void)level;
	if (strstr(line, "were given up after 5 tries") != NULL)
		(void)atomic_fetch_add(&given_up, 1);
	if (strstr(line, "further ones are dropped") != NULL)
		(void)atomic_fetch_add(&dropped, 1);
}

static void
write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int
start(void **state)
{
	struct buf errors;
	struct err e;
	int rc;

	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/postman-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	write_file("c.cfg", "[notices]\nto = recipients\nper_hour = 10000\n");
	buf_init(&errors, 4096);
	rc = filter_open(&filter, "c.cfg", &errors);
	assert_string_equal(errors.data, "");
	buf_fini(&errors);
	live = filter_config(&filter);
	atomic_store(&given_up, 0);
	atomic_store(&dropped, 0);
	log_to(take_log, NULL);
	return rc == 0 ? postman_open(&filter, &filter.postman, &e) : rc;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int
stop(void **state)
{
	(void)state;
	postman_close(&filter.postman);
	log_to(NULL, NULL);
	held_unref(&live->held);
	filter_close(&filter);
	assert_int_equal(chdir("/"), 0);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static struct notice *
notice_to(int number)
{
	struct findings found = {0};
	struct message *m = NULL;
	struct message_source source = {
	    .path = "1.msg", .envelope_max = 4096, .message_max = 4096};
	struct verdict verdict;
	struct notice_case c = {.config = live->config,
	    .findings = &found,
	    .verdict = &verdict,
	    .now_ms = clock_wall_ms()};
	char text[128];
	struct notice *n;
	struct err e;

	(void)snprintf(text, sizeof(text),
	    "R W 02-03-2026 09:15:00 0000 ____ ____ <r%d@x>\n\nA: b\n\nc\n",
	    number);
	write_file("1.msg", text);
	assert_int_equal(message_open(&source, &m, &e), 0);
	c.message = m;
	findings_add(&found, CLASS_banned, "x", "mail");
	verdict_decide(live->config, &found, &verdict);
	n = notice_new(&c);
	assert_non_null(n);
	message_free(&m);
	findings_fini(&found);
	return n;
}

static int
count_mails(void)
{
	DIR *dir = opendir("Submitted");
	struct dirent *entry;
	int n = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		n += strstr(entry->d_name, ".sub") != NULL;
	if (dir != NULL)
		(void)closedir(dir);
	return n;
}

static void
the_last_are_sent_at_the_end(void **state)
{
	int i;

	(void)state;
	assert_int_equal(mkdir("Submitted", 0755), 0);
	for (i = 0; i < 10; i++)
		postman_put(filter.postman, notice_to(i % 5));
	postman_close(&filter.postman);
	assert_int_equal(count_mails(), 5); /* each of them once an hour */
	postman_put(filter.postman, notice_to(7));
	postman_put(NULL, NULL);
	assert_int_equal(count_mails(), 5);
}

static void
what_fails_is_given_up_at_the_end(void **state)
{
	(void)state;
	postman_put(filter.postman, notice_to(1));
	postman_put(filter.postman, notice_to(2));
	postman_close(&filter.postman);
	assert_int_equal(given_up, 2);
}

static void
a_failed_one_is_tried_again(void **state)
{
	(void)state;
	postman_put(filter.postman, notice_to(1));
	/* The first try needs the key, and fails behind it. */
	while (access("run/guard.key", F_OK) == -1)
		(void)usleep(1000);
	assert_int_equal(mkdir("Submitted", 0755), 0);
	while (count_mails() == 0)
		(void)usleep(1000);
	postman_close(&filter.postman);
	assert_int_equal(given_up, 0);
	assert_int_equal(count_mails(), 1);
}

/*
 * The thread tidies before it looks at notices, and needs the configuration
 * for that: while the test keeps it, none of them is tried, however long the
 * test takes to hand them over.
 */
static void
too_many_are_dropped(void **state)
{
	const int more = 3;
	struct err e;
	int i;

	(void)state;
	postman_close(&filter.postman);
	(void)pthread_mutex_lock(&filter.configs.lock);
	assert_int_equal(postman_open(&filter, &filter.postman, &e), 0);
	for (i = 0; i < POSTMAN_WAITING + more; i++)
		postman_put(filter.postman, notice_to(i));
	assert_int_equal(dropped, 1);
	(void)pthread_mutex_unlock(&filter.configs.lock);
	postman_close(&filter.postman);
	assert_int_equal(given_up, POSTMAN_WAITING);
}

int
main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    STAGED(the_last_are_sent_at_the_end),
	    STAGED(what_fails_is_given_up_at_the_end),
	    STAGED(a_failed_one_is_tried_again),
	    STAGED(too_many_are_dropped),
	};

	return RUN_TESTS(tests);
}
