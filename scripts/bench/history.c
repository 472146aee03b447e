/*
 * How fast the history is written and read. Fills a state folder with a year,
 * then measures the writer and reports of a week and of the year.
 *
 * usage: bench-history [FOUND [CLEAN [DAYS [FOLDER]]]]
 *
 * Without a FOLDER a scratch one is used and removed. A FOLDER is only filled,
 * for whoever wants to look at a report. Exit code 1 when a target is missed.
 */
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "history.h"
#include "mem.h"
#include "report.h"

enum {
	BATCH = 20000,
	SECOND = 5000, /* messages that have to be written in one */
	SECONDS = 20,
	COST_MAX_US = 10, /* 2 % of a small message's scan, with 3 % found */
	NAMES = 300,
	SENDERS = 200000,
	SOURCES = 20000,
	RECIPIENTS = 3000,
	DAY_S = 86400,
	WEEK_MAX_MS = 2000,
	YEAR_MAX_MS = 10000
};

struct fill {
	const char *folder;
	struct history *history;
	struct history_message *list[BATCH];
	size_t n, written;
	uint64_t random;
	bool failed;
};

static uint32_t
draw(struct fill *f, uint32_t below)
{
	f->random = f->random * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)((f->random >> 33) % below);
}

/* Small numbers are drawn more often, as in life. */
static uint32_t
draw_small(struct fill *f, uint32_t below)
{
	const double x = (double)draw(f, 1 << 20) / (1 << 20);

	return (uint32_t)(pow(x, 4) * below);
}

static void
flush(struct fill *f)
{
	const struct history_batch batch = {.messages = f->list, .n = f->n};
	struct err e = {{0}};
	size_t i;

	if (history_write(f->history, &batch, &e) != HISTORY_DONE) {
		(void)fprintf(stderr, "bench-history: %s\n", e.text);
		f->failed = true;
	}
	for (i = 0; i < f->n; i++)
		history_message_free(&f->list[i]);
	f->written += f->n;
	f->n = 0;
}

static struct history_message *
add(struct fill *f, int64_t time_ms)
{
	struct history_message *m = mem_zalloc(1, sizeof(*m));

	m->time_ms = time_ms;
	m->bytes = 2000 + (uint64_t)draw_small(f, 900000);
	m->scan_ms = 1 + draw_small(f, 900);
	m->answer_ms = m->scan_ms + draw(f, 3);
	f->list[f->n] = m;
	return m;
}

static void
add_clean(struct fill *f, int64_t time_ms)
{
	struct history_message *m = add(f, time_ms);

	m->class = HISTORY_CLEAN;
	m->action = "pass";
	m->slot = m->wanted = true;
	if (draw(f, 400) == 0) {
		m->class = HISTORY_ERROR;
		m->action = "defer";
		m->slot = m->wanted = false;
	}
	if (++f->n == BATCH)
		flush(f);
}

static void
add_found(struct fill *f, int64_t time_ms)
{
	static const char *const classes[][2] = {{"infected", "discard"},
	    {"infected", "discard"}, {"worm", "discard"}, {"banned", "discard"},
	    {"phishing", "tag"}, {"encrypted", "tag"}, {"macro", "tag"}};
	const uint32_t c = draw(f, 7);
	struct history_message *m = add(f, time_ms);

	m->class = classes[c][0];
	m->action = classes[c][1];
	m->slot = m->wanted = c >= 4;
	m->findings = mem_zalloc(1, sizeof(m->findings[0]));
	m->findings_n = 1;
	m->findings[0].class = m->class;
	m->findings[0].name =
	    mem_printf("Win.Trojan.Sample-%u", draw_small(f, NAMES));
	m->findings[0].path = mem_strdup("mail/report.zip/report.pdf.exe");
	m->queue_id = mem_printf("%u", draw(f, 100000000));
	m->message_id = mem_printf("<%08x@example.com>", draw(f, 1U << 31));
	m->sender = mem_printf("sender-%u@example.com", draw_small(f, SENDERS));
	m->ip = mem_printf("192.0.%u", draw_small(f, SOURCES));
	m->recipients = mem_zalloc(1, sizeof(char *));
	m->recipients[0] =
	    mem_printf("user-%u@example.net", draw_small(f, RECIPIENTS));
	m->recipients_n = 1;
	if (++f->n == BATCH)
		flush(f);
}

/* How much comes at a time: less at night and at the end of the week. */
static double
weight(int64_t time_s)
{
	const double turn = 2 * 3.14159265 / DAY_S;
	const int64_t day = (time_s / DAY_S + 3) % 7;

	return (1.1 - cos((double)(time_s % DAY_S) * turn)) *
	       (day >= 5 ? 0.4 : 1);
}

/* As the filter does, once for each day that has passed. */
static void
trim(struct fill *f, int64_t time_s)
{
	const struct history_bounds bounds = {
	    .now_s = time_s, .keep_s = 400 * DAY_S, .size_max = UINT64_MAX};
	bool more = true;
	struct err e;

	flush(f);
	while (more && !f->failed)
		if (history_trim(f->history, &bounds, &more, &e) !=
		    HISTORY_DONE)
			f->failed = true;
}

static void
fill_minutes(struct fill *f, int64_t now_s, int64_t days, const double all[2])
{
	const int64_t minutes = days * 1440, first_s = now_s - days * DAY_S;
	double due[2] = {0, 0}, share;
	int64_t i, time_s;
	int k, n;

	for (i = 0; i < minutes && !f->failed; i++) {
		time_s = first_s + i * 60;
		if (time_s % DAY_S < 60)
			trim(f, time_s);
		share = weight(time_s) / (1.1 * (5 + 0.4 * 2) / 7) /
			(double)minutes;
		for (k = 0; k < 2; k++) {
			due[k] += all[k] * share;
			n = (int)due[k];
			due[k] -= n;
			for (; n > 0; n--)
				(k == 0 ? add_found : add_clean)(
				    f, time_s * 1000 + draw(f, 60000));
		}
	}
	flush(f);
}

static void
note_changes(struct fill *f, int64_t now_s, int64_t days)
{
	struct history_definitions d = {.signatures = 8600000};
	struct history_limit l = {.per_hour = 20000};
	struct err e;
	int64_t day;

	l.time_s = now_s - days * DAY_S;
	(void)history_note_limit(f->history, &l, &e);
	for (day = days; day > 0; day--) {
		if (day % 11 == 3) /* sometimes an update is missing */
			continue;
		d.time_s = now_s - day * DAY_S + 36000;
		d.built_s = d.time_s - 5400;
		d.signatures += 1200;
		(void)snprintf(d.version, sizeof(d.version), "%lld",
		    (long long)(27900 - day));
		(void)history_note_definitions(f->history, &d, &e);
	}
}

static uint64_t
cpu_us(void)
{
	struct timespec t = {0};

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Seconds of 5,000 messages, of which `found` of 100 have a finding. */
static bool
measure_writer(struct fill *f, unsigned found, int64_t now_s)
{
	const uint64_t before = cpu_us();
	uint64_t wall_ms = 0, before_ms;
	double cost_us;
	int s, i;

	for (s = 0; s < SECONDS; s++) {
		for (i = 0; i < SECOND; i++)
			(draw(f, 100) < found ? add_found : add_clean)(
			    f, now_s * 1000);
		before_ms = clock_mono_ms();
		flush(f);
		wall_ms += clock_mono_ms() - before_ms;
	}
	cost_us = (double)(cpu_us() - before) / SECOND / SECONDS;
	(void)printf("writer, %3u %% with findings: %8.0f messages/s, %5.1f us "
		     "of processor each\n",
	    found, (double)SECOND * SECONDS * 1000 / (double)(wall_ms + 1),
	    cost_us);
	return wall_ms < (uint64_t)SECONDS * 1000 &&
	       (found > 3 || cost_us < COST_MAX_US);
}

static bool
measure_report(struct fill *f, int64_t now_s, int64_t days, uint64_t max_ms)
{
	const struct report_order order = {.state_dir = f->folder,
	    .from_s = now_s - days * DAY_S,
	    .to_s = now_s + 1,
	    .now_s = now_s};
	const uint64_t before_ms = clock_mono_ms();
	struct report *r = NULL;
	struct err e = {{0}};
	uint64_t took_ms;
	struct buf out;

	buf_init(&out, REPORT_SIZE_MAX);
	if (report_new(&order, &r, &e) == 0)
		report_write(r, REPORT_HTML, &out);
	else
		(void)fprintf(stderr, "bench-history: %s\n", e.text);
	took_ms = clock_mono_ms() - before_ms;
	(void)printf("report of %3lld days: %5.2f s, %zu bytes\n",
	    (long long)days, (double)took_ms / 1000, out.len);
	report_free(&r);
	buf_fini(&out);
	return e.text[0] == '\0' && took_ms < max_ms;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static bool
measure(struct fill *f, const double all[2], int64_t days, bool only_fill)
{
	const int64_t now_s = clock_wall_ms() / 1000;
	const uint64_t before_ms = clock_mono_ms();
	bool good;

	note_changes(f, now_s, days);
	fill_minutes(f, now_s, days, all);
	(void)printf("filled with %zu messages in %.1f s\n", f->written,
	    (double)(clock_mono_ms() - before_ms) / 1000);
	if (only_fill)
		return !f->failed;
	good = measure_report(f, now_s, 7, WEEK_MAX_MS);
	good &= measure_report(f, now_s, days, YEAR_MAX_MS);
	good &= measure_writer(f, 3, now_s);
	good &= measure_writer(f, 100, now_s);
	return good && !f->failed;
}

int
main(int argc, char **argv)
{
	static struct fill f = {.random = 1};
	static char scratch[] = "/tmp/bench-history-XXXXXX";
	const double all[2] = {argc > 1 ? strtod(argv[1], NULL) : 8500000,
	    argc > 2 ? strtod(argv[2], NULL) : 2000000};
	const int64_t days = argc > 3 ? strtoll(argv[3], NULL, 10) : 365;
	bool good = false;
	struct err e;

	f.folder = argc > 4 ? argv[4] : scratch;
	if ((argc <= 4 && mkdtemp(scratch) == NULL) || days < 1 ||
	    history_open(f.folder, &f.history, &e) != HISTORY_DONE) {
		(void)fprintf(stderr, "bench-history: no history\n");
		return 2;
	}
	good = measure(&f, all, days, argc > 4);
	history_close(&f.history);
	if (argc <= 4)
		(void)nftw(scratch, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	if (argc <= 4)
		(void)printf("%s\n",
		    good ? "All targets are met." : "A target was missed.");
	return good ? 0 : 1;
}
