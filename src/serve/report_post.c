/*
 * The report by mail. That a span is done with is on the disk before the mail
 * is, and taken back when it could not be written: a crash in between loses a
 * report, which is better than one that comes again and again.
 */
#include "report_post_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "loop_guard.h"
#include "mem.h"
#include "newfile.h"
#include "report_mail_priv.h"
#include "submit.h"

#define MARK_FILE "report.sent"

enum {
	MARK_SIZE = 24, /* always written whole */
	AGAIN_S = 600,
	HOST_MAX = 256,
	PERIOD_SIZE = 64,
	DAY_S = 86400,
	WEEK_S = 7 * DAY_S,
	MONDAY = 3 * DAY_S /* 1970 began on a Thursday */
};

static int64_t
month_of(int64_t time_s, int before)
{
	const time_t t = (time_t)time_s;
	struct tm tm = {0};

	(void)gmtime_r(&t, &tm);
	return (int64_t)timegm(&(struct tm){
	    .tm_year = tm.tm_year, .tm_mon = tm.tm_mon - before, .tm_mday = 1});
}

struct report_span
report_span_before(int every, int64_t now_s)
{
	int64_t to_s;

	switch (every) {
	case EVERY_DAY:
		to_s = now_s - now_s % DAY_S;
		return (struct report_span){to_s - DAY_S, to_s};
	case EVERY_WEEK:
		to_s = now_s - (now_s + MONDAY) % WEEK_S;
		return (struct report_span){to_s - WEEK_S, to_s};
	case EVERY_MONTH:
		return (struct report_span){
		    month_of(now_s, 1), month_of(now_s, 0)};
	default:
		return (struct report_span){0, 0};
	}
}

/* The file of the mark, locked for this process; -1 with a text. */
static int
open_mark(const char *state_dir, struct err *e)
{
	const struct newfile_folder folder = {
	    .dir_fd = AT_FDCWD, .path = state_dir, .make = true};
	struct newfile_whole empty = {
	    .temp = MARK_FILE ".new", .name = MARK_FILE, .data = "", .len = 0};
	const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
	int fd;

	if (newfile_folder(&folder, &empty.dir_fd, e) == -1)
		return -1;
	fd = openat(empty.dir_fd, MARK_FILE, flags);
	if (fd == -1 && errno == ENOENT && newfile_write(&empty, e) == 0)
		fd = openat(empty.dir_fd, MARK_FILE, flags);
	if (fd == -1 || flock(fd, LOCK_EX | LOCK_NB) == -1) {
		(void)err_sys(e, MARK_FILE);
		if (fd != -1)
			(void)close(fd);
		fd = -1;
	}
	(void)close(empty.dir_fd);
	return fd;
}

/* The end of the last span; 0 when there is none that makes sense. */
static int64_t
read_mark(int fd)
{
	char text[MARK_SIZE + 1] = "";
	char *end;
	long long value;

	if (pread(fd, text, MARK_SIZE, 0) != MARK_SIZE)
		return 0;
	value = strtoll(text, &end, 10);
	return *end == '\n' && value > 0 ? value : 0;
}

static int
write_mark(int fd, int64_t to_s, struct err *e)
{
	char text[MARK_SIZE + 1];

	(void)snprintf(
	    text, sizeof(text), "%*lld\n", (int)MARK_SIZE - 1, (long long)to_s);
	if (pwrite(fd, text, MARK_SIZE, 0) != MARK_SIZE || fdatasync(fd) == -1)
		return err_sys(e, MARK_FILE);
	return 0;
}

static int
submit(const struct config *c, const char *base, const struct buf *text,
    int64_t now_s, struct err *e)
{
	const struct slice to = {c->report_mail_to, strlen(c->report_mail_to)};
	const struct loop_guard_mail guard = {
	    .state_dir = c->server_state_dir,
	    .text = {text->data, text->len},
	    .rest_fd = -1,
	    .recipients = &to,
	    .recipients_n = 1,
	    .now_s = now_s,
	};
	char *folder = mem_printf("%s/Submitted", base);
	struct submit_mail mail = {
	    .folder = folder, .recipients = &to, .recipients_n = 1};
	struct buf field;
	int result;

	buf_init(&field, LOOP_GUARD_FIELD_MAX);
	result = loop_guard_make(&guard, &field, e);
	if (result == 0) {
		mail.pieces[0] = (struct slice){field.data, field.len};
		mail.pieces[1] = guard.text;
		result = submit_mail(&mail, e);
	}
	buf_fini(&field);
	free(folder);
	return result;
}

static void
name_span(const struct report_span *span, char text[PERIOD_SIZE])
{
	const time_t from = (time_t)span->from_s;
	const time_t last = (time_t)span->to_s - 1;
	struct tm first_day = {0}, last_day = {0};
	size_t n;

	(void)gmtime_r(&from, &first_day);
	(void)gmtime_r(&last, &last_day);
	n = strftime(text, PERIOD_SIZE, "%Y-%m-%d", &first_day);
	if (span->to_s - span->from_s > DAY_S)
		(void)strftime(
		    text + n, PERIOD_SIZE - n, " to %Y-%m-%d", &last_day);
}

static int
send_report(const struct config *c, const char *base,
    const struct report_span *span, int64_t now_s, struct err *e)
{
	char host[HOST_MAX] = "", period[PERIOD_SIZE];
	struct report_order order = {.state_dir = c->server_state_dir,
	    .from_s = span->from_s,
	    .to_s = span->to_s,
	    .now_s = now_s};
	struct report_mail mail = {.from = c->notices_from[0] != '\0'
					       ? c->notices_from
					       : c->notices_postmaster,
	    .to = c->report_mail_to,
	    .host = host,
	    .period = period,
	    .now_s = now_s};
	struct report *report = NULL;
	struct buf text;
	int result;

	(void)gethostname(host, sizeof(host) - 1);
	order.host = host[0] != '\0' ? host : NULL;
	if (report_new(&order, &report, e) == -1)
		return -1;
	name_span(span, period);
	mail.report = report;
	buf_init(&text, REPORT_MAIL_MAX);
	report_mail_write(&mail, &text);
	result = text.cut ? err_set(e, "the report is too large")
			  : submit(c, base, &text, now_s, e);
	buf_fini(&text);
	report_free(&report);
	return result;
}

int
report_post_tend(struct report_post *p, const struct config *c,
    const char *base, int64_t now_s, struct err *e)
{
	const struct report_span span =
	    report_span_before(c->report_every, now_s);
	int64_t before_s;
	int fd, result = 0;

	if (c->report_mail_to[0] == '\0' || span.to_s == 0 ||
	    p->sent_s >= span.to_s || now_s < p->again_s)
		return 0;
	p->again_s = now_s + AGAIN_S;
	fd = open_mark(c->server_state_dir, e);
	if (fd == -1)
		return -1;
	before_s = read_mark(fd);
	if (before_s < span.to_s)
		result = write_mark(fd, span.to_s, e);
	if (result == 0 && before_s > 0 && before_s < span.to_s) {
		result = send_report(c, base, &span, now_s, e) == 0 ? 1 : -1;
		if (result == -1)
			(void)write_mark(fd, before_s, NULL);
	}
	if (result != -1) {
		p->sent_s = span.to_s;
		p->again_s = 0;
	}
	(void)close(fd);
	return result;
}
