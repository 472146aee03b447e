/*
 * What the tests of the quarantine share: a quarantine, a verdict, and what
 * is stored with them.
 */
#ifndef QUARANTINE_FIXTURE_PRIV_H
#define QUARANTINE_FIXTURE_PRIV_H

#include <signal.h>

#include "mail_fixture_priv.h"
#include "quarantine.h"

#define ENVELOPE                                                               \
	"S SMTP [192.0.2.1]\n"                                                 \
	"P I 02-03-2026 09:15:00 0000 ____ ____ <s\x1b\"@example.com>\n"       \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <a@example.net>\n"             \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <b\xff@example.net>\n\n"
#define MAIL                                                                   \
	"Message-ID: <1@example.com>\n"                                        \
	"Subject: =?UTF-8?B?5pel5pys?=\n text\n\nbody\n"

static const int64_t NOW_MS = 1795208172000; /* 2026-11-20T20:56:12Z */

static struct quarantine *q;
static struct findings found;
static struct verdict verdict;

static __attribute__((unused)) int
start(void **state)
{
	if (set_up(state) == -1)
		return -1;
	q = quarantine_new();
	findings_add(&found, CLASS_banned, "*.exe", "mail/a.exe");
	findings_add(&found, CLASS_macro, "x\r\ny", "mail/b\xff");
	verdict_decide(conf, &found, &verdict);
	(void)signal(SIGXFSZ, SIG_IGN);
	return 0;
}

static __attribute__((unused)) int
stop(void **state)
{
	quarantine_free(&q);
	findings_fini(&found);
	return tear_down(state);
}

/* Stores a message; the caller frees nothing. */
static __attribute__((unused)) int
store(struct message *m, int64_t now_ms, char *id, struct err *e)
{
	struct quarantine_item item = {
	    .config = conf,
	    .message = m,
	    .findings = &found,
	    .verdict = &verdict,
	    .engine = "1.4.6",
	    .definitions = "27851",
	    .now_ms = now_ms,
	};

	return quarantine_store(q, &item, id, e);
}

static __attribute__((unused)) void
store_text(const char *text, int64_t now_ms, char *id)
{
	struct message *m = open_message("1.msg", text);
	struct err e = {{0}};

	if (store(m, now_ms, id, &e) == -1)
		fail_msg("%s", e.text);
	message_free(&m);
}

/* How many messages are listed; those with a broken record count in *bad. */
struct seen {
	unsigned n, bad;
	char last[QUARANTINE_ID_SIZE];
};

static __attribute__((unused)) void
see(void *arg, const char *id, const struct record *record, const char *why)
{
	struct seen *s = arg;

	s->n++;
	s->bad += record == NULL;
	assert_true((record == NULL) == (why != NULL));
	memcpy(s->last, id, sizeof(s->last));
}

static __attribute__((unused)) struct seen
list(void)
{
	struct seen s = {0};
	struct quarantine_visit visit = {&s, see};
	struct err e = {{0}};

	if (quarantine_list(conf->quarantine_path, &visit, &e) == -1)
		fail_msg("%s", e.text);
	return s;
}

static __attribute__((unused)) void
assert_refused(const char *text, const char *why)
{
	struct message *m = open_message("1.msg", text);
	char id[QUARANTINE_ID_SIZE];
	struct err e = {{0}};

	assert_int_equal(store(m, NOW_MS, id, &e), -1);
	assert_non_null(strstr(e.text, why));
	message_free(&m);
}

static __attribute__((unused)) void
set_age(const char *id, int64_t seconds_ago)
{
	char *path = quarantine_message_path(conf->quarantine_path, id);
	struct timespec times[2];

	assert_int_equal(clock_gettime(CLOCK_REALTIME, &times[0]), 0);
	times[0].tv_sec -= seconds_ago;
	times[1] = times[0];
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

static __attribute__((unused)) bool
is_kept(const char *id)
{
	struct record *r = NULL;
	struct err e;
	int rc = quarantine_read(conf->quarantine_path, id, &r, &e);

	record_free(&r);
	return rc == 0;
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

#endif
