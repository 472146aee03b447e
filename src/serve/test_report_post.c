/* The report comes once for each span, and not before the first is over. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "envelope.h"
#include "history.h"
#include "loop_guard.h"
#include "mem.h"
#include "report_post_priv.h"
#include "test.h"

enum { DAY = 86400, HOUR = 3600 };

/* Friday, 2024-10-04. */
static const int64_t friday = (int64_t)20000 * DAY;

static char folder[64];
static struct config *config;
static struct report_post post;

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
	struct history *history = NULL;
	struct buf errors;
	struct err e;

	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/post-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	write_file(
	    "c.cfg", "[report]\nmail_to = admin@example.com\nevery = day\n");
	buf_init(&errors, 4096);
	assert_int_equal(config_load("c.cfg", &config, &errors), 0);
	buf_fini(&errors);
	assert_int_equal(history_open("run", &history, &e), HISTORY_DONE);
	history_close(&history);
	post = (struct report_post){0};
	return mkdir("Submitted", 0755);
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
	config_free(&config);
	assert_int_equal(chdir("/"), 0);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static int
tend(int64_t now_s)
{
	struct err e = {{0}};

	return report_post_tend(&post, config, folder, now_s, &e);
}

/* How many mails there are; the name of the last in `name`. */
static int
count_mails(char name[300])
{
	DIR *dir = opendir("Submitted");
	struct dirent *entry;
	int n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strstr(entry->d_name, ".sub") == NULL)
			continue;
		n++;
		if (name != NULL)
			(void)snprintf(
			    name, 300, "Submitted/%s", entry->d_name);
	}
	(void)closedir(dir);
	return n;
}

static void
spans_are_those_of_the_calendar(void **state)
{
	static const struct {
		int every;
		int64_t now_s, from_s, to_s;
	} cases[] = {
	    {EVERY_DAY, 20000 * 86400L, 19999 * 86400L, 20000 * 86400L},
	    {EVERY_DAY, 20001 * 86400L - 1, 19999 * 86400L, 20000 * 86400L},
	    /* Mondays are days 19996 and 19989. */
	    {EVERY_WEEK, 20000 * 86400L, 19989 * 86400L, 19996 * 86400L},
	    {EVERY_WEEK, 19996 * 86400L, 19989 * 86400L, 19996 * 86400L},
	    {EVERY_WEEK, 19996 * 86400L - 1, 19982 * 86400L, 19989 * 86400L},
	    /* 2024-10-01 is day 19997, 2024-09-01 day 19967. */
	    {EVERY_MONTH, 20000 * 86400L, 19967 * 86400L, 19997 * 86400L},
	    /* 2025-01-01 is day 20089, 2024-12-01 day 20058. */
	    {EVERY_MONTH, 20090 * 86400L, 20058 * 86400L, 20089 * 86400L},
	    {EVERY_OFF, 20000 * 86400L, 0, 0},
	};
	struct report_span span;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		span = report_span_before(cases[i].every, cases[i].now_s);
		assert_int_equal(span.from_s, cases[i].from_s);
		assert_int_equal(span.to_s, cases[i].to_s);
	}
}

static void
it_comes_once_a_day(void **state)
{
	(void)state;
	assert_int_equal(tend(friday + HOUR), 0); /* that began before */
	assert_int_equal(tend(friday + DAY - 1), 0);
	assert_int_equal(tend(friday + DAY), 1);
	assert_int_equal(tend(friday + DAY + 60), 0);
	assert_int_equal(tend(friday + 2 * DAY + HOUR), 1);
	assert_int_equal(count_mails(NULL), 2);
}

static void
a_restart_does_not_send_it_again(void **state)
{
	(void)state;
	assert_int_equal(tend(friday), 0);
	assert_int_equal(tend(friday + DAY), 1);
	post = (struct report_post){0};
	assert_int_equal(tend(friday + DAY + HOUR), 0);
	/* After a week without the program, one is enough. */
	post = (struct report_post){0};
	assert_int_equal(tend(friday + 7 * DAY), 1);
	assert_int_equal(tend(friday + 7 * DAY + 60), 0);
	assert_int_equal(count_mails(NULL), 2);
}

static void
what_fails_is_tried_later(void **state)
{
	(void)state;
	assert_int_equal(tend(friday), 0);
	assert_int_equal(rmdir("Submitted"), 0);
	assert_int_equal(tend(friday + DAY), -1);
	assert_int_equal(tend(friday + DAY + 60), 0); /* not at once */
	assert_int_equal(mkdir("Submitted", 0755), 0);
	post = (struct report_post){0}; /* nor does a restart forget it */
	assert_int_equal(tend(friday + DAY + HOUR), 1);
	assert_int_equal(count_mails(NULL), 1);
}

static void
a_mark_without_sense_sends_nothing(void **state)
{
	(void)state;
	write_file("run/report.sent", "garbage and more than enough of it\n");
	assert_int_equal(tend(friday), 0);
	assert_int_equal(count_mails(NULL), 0);
	assert_int_equal(tend(friday + DAY), 1);
}

static void
two_processes_send_one(void **state)
{
	int fd;

	(void)state;
	assert_int_equal(tend(friday), 0);
	fd = open("run/report.sent", O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	assert_int_equal(tend(friday + DAY), -1);
	assert_int_equal(close(fd), 0);
	assert_int_equal(count_mails(NULL), 0);
	assert_int_equal(tend(friday + DAY + HOUR), 1);
}

static void
nobody_gets_it_unless_told_so(void **state)
{
	(void)state;
	config->report_every = EVERY_OFF;
	assert_int_equal(tend(friday), 0);
	assert_int_equal(tend(friday + DAY), 0);
	config->report_every = EVERY_DAY;
	config->report_mail_to[0] = '\0';
	assert_int_equal(tend(friday + 2 * DAY), 0);
	assert_int_equal(access("run/report.sent", F_OK), -1);
}

static void
the_mail_carries_text_page_and_guard(void **state)
{
	static char text[1 << 20];
	const struct slice to = {"admin@example.com", 17};
	struct loop_guard_mail guard = {.state_dir = config->server_state_dir,
	    .rest_fd = -1,
	    .recipients = &to,
	    .recipients_n = 1,
	    .now_s = friday + DAY};
	char name[300] = "";
	struct err why = {{0}};
	size_t n;
	FILE *f;
	char *begin;

	(void)state;
	assert_int_equal(tend(friday), 0);
	assert_int_equal(tend(friday + DAY), 1);
	assert_int_equal(count_mails(name), 1);
	f = fopen(name, "r");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	assert_int_equal(fclose(f), 0);
	text[n] = '\0';
	assert_non_null(strstr(text, "admin@example.com"));
	assert_non_null(strstr(text, ": 2024-10-04\n"));
	assert_non_null(strstr(text, "Auto-Submitted: auto-generated\n"));
	assert_non_null(strstr(text, "filename=\"cgpward-report.html\""));
	/* "cgpward report" and "<!DOCTYPE html>" */
	assert_non_null(strstr(text, "\n\nY2dwd2FyZCByZXBvcnQ"));
	assert_non_null(strstr(text, "\n\nPCFET0NUWVBFIGh0bWw+"));
	begin = strstr(text, LOOP_GUARD_NAME);
	assert_non_null(begin);
	guard.text = (struct slice){begin, n - (size_t)(begin - text)};
	assert_int_equal(loop_guard_check(&guard, &why), LOOP_GUARD_VALID);
}

int
main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    STAGED(spans_are_those_of_the_calendar),
	    STAGED(it_comes_once_a_day),
	    STAGED(a_restart_does_not_send_it_again),
	    STAGED(what_fails_is_tried_later),
	    STAGED(a_mark_without_sense_sends_nothing),
	    STAGED(two_processes_send_one),
	    STAGED(nobody_gets_it_unless_told_so),
	    STAGED(the_mail_carries_text_page_and_guard),
	};

	return RUN_TESTS(tests);
}
