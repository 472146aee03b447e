/* cgpward status in words. */
#include <stdlib.h>
#include <time.h>

#include "out_priv.h"
#include "status_priv.h"

enum { TEXT_MAX = 64 * 1024, MS = 1000, STAMP_SIZE = 40 };

static const char *
stamp(int64_t wall_ms, char text[STAMP_SIZE])
{
	time_t at = (time_t)(wall_ms / MS);
	struct tm day;

	if (gmtime_r(&at, &day) == NULL ||
	    strftime(text, STAMP_SIZE, "%Y-%m-%d %H:%M:%S UTC", &day) == 0)
		text[0] = '\0';
	return text;
}

/* "3 days 4 h", the two largest units. */
static void
add_time(struct buf *out, uint64_t s)
{
	unsigned long long days = s / 86400, h = s / 3600 % 24, m = s / 60 % 60;

	if (days > 0)
		(void)buf_addf(
		    out, "%llu day%s %llu h", days, days == 1 ? "" : "s", h);
	else if (h > 0)
		(void)buf_addf(out, "%llu h %llu min", h, m);
	else
		(void)buf_addf(
		    out, "%llu min %llu s", m, (unsigned long long)(s % 60));
}

/* A number, or "unknown". */
static void
add_number(struct buf *out, uint64_t n)
{
	if (n == VITAL_UNKNOWN)
		(void)buf_adds(out, "unknown");
	else
		(void)buf_addf(out, "%llu", (unsigned long long)n);
}

static void
say_running(const struct status_view *v, struct buf *out)
{
	const struct status *f = &v->filter;
	int64_t since_s = (int64_t)f->value[VITAL_started];
	char when[STAMP_SIZE];

	(void)buf_addf(out,
	    "cgpward %s with ClamAV %s runs as process %ld since %s, ",
	    f->program, f->engine, f->pid, stamp(since_s * MS, when));
	add_time(out, v->now_ms / MS > since_s
			  ? (uint64_t)(v->now_ms / MS - since_s)
			  : 0);
	out_line("Filter:      %s", out->data);
	if (status_hangs(v))
		out_line("             It has told nothing since %s: it hangs, "
			 "or its disk does.",
		    stamp(f->wall_ms, when));
}

/* False when there is nothing more to say of the filter. */
static bool
print_filter(const struct status_view *v, struct buf *out)
{
	const struct status *f = &v->filter;
	char when[STAMP_SIZE];

	if (v->seen == STATUS_UNKNOWN)
		out_line("Filter:      %s", v->filter_fault.text);
	else if (v->seen == STATUS_NONE)
		out_line("Filter:      none runs, and none ever has with the "
			 "state folder %s",
		    v->state_dir);
	else if (v->seen == STATUS_RUNS && f->wall_ms == 0)
		out_line("Filter:      it is just starting");
	else if (v->seen == STATUS_RUNS)
		say_running(v, out);
	else if (f->wall_ms == 0)
		out_line("Filter:      none runs");
	else
		out_line("Filter:      none runs. The last one (cgpward %s, "
			 "process %ld) ended %s %s",
		    f->program, f->pid,
		    f->ended ? "at" : "abruptly; it was last seen at",
		    stamp(f->wall_ms, when));
	return (v->seen == STATUS_RUNS || v->seen == STATUS_GONE) &&
	       f->wall_ms != 0;
}

static void
print_work(const struct status *f, struct buf *out)
{
	unsigned long long answers = 0;
	size_t i;

	buf_reset(out);
	add_number(out, f->value[VITAL_workers]);
	(void)buf_adds(out, "; requests pending: ");
	add_number(out, f->value[VITAL_pending]);
	(void)buf_adds(out, ", of them held by the quota: ");
	add_number(out, f->value[VITAL_held]);
	out_line("Workers:     %s", out->data);
	buf_reset(out);
	for (i = 0; i < RESPONSE_COUNT; i++) {
		answers += f->answers[i];
		(void)buf_addf(out, "%s%s %llu", i > 0 ? ", " : "",
		    vital_response_word((enum vital_response)i),
		    (unsigned long long)f->answers[i]);
	}
	out_line("Answered:    %llu (%s)", answers, out->data);
}

static void
print_definitions(const struct status *f, struct buf *out)
{
	uint64_t age_s = f->value[VITAL_age];

	buf_reset(out);
	if (f->value[VITAL_definitions] == VITAL_UNKNOWN) {
		(void)buf_adds(out, "they are being loaded");
	} else if (f->value[VITAL_definitions] == 0) {
		(void)buf_adds(out, "none but the test set: messages are not "
				    "scanned");
	} else {
		(void)buf_addf(out, "version %s, ", f->definitions);
		add_number(out, f->value[VITAL_signatures]);
		(void)buf_adds(out, " signatures");
		if (age_s != VITAL_UNKNOWN) {
			(void)buf_adds(out, ", built ");
			add_time(out, age_s);
			(void)buf_adds(out, " ago");
		}
		if (f->value[VITAL_too_old] == 1)
			(void)buf_adds(out, ": too old");
	}
	out_line("Definitions: %s", out->data);
}

static void
print_self_test(const struct status *f)
{
	uint64_t passed = f->value[VITAL_self_test_passed];
	char when[STAMP_SIZE];

	if (passed == VITAL_UNKNOWN) {
		out_line("Self-test:   there was none yet");
		return;
	}
	(void)stamp((int64_t)f->value[VITAL_self_test_when] * MS, when);
	if (passed == 1)
		out_line("Self-test:   passed at %s in %llu ms", when,
		    (unsigned long long)f->value[VITAL_self_test_took]);
	else
		out_line("Self-test:   FAILED at %s: see the log", when);
}

static void
print_log(const struct status *f)
{
	char when[STAMP_SIZE];
	unsigned i;

	out_line("Log:         %llu errors and %llu warnings%s",
	    (unsigned long long)f->value[VITAL_errors],
	    (unsigned long long)f->value[VITAL_warnings],
	    f->n > 0 ? "; the last about the filter itself:" : "");
	for (i = 0; i < f->n; i++)
		out_line("             %s %s: %s",
		    stamp(f->last[i].wall_ms, when),
		    f->last[i].level == LOG_LEVEL_ERROR ? "error" : "warning",
		    f->last[i].text);
}

static void
print_license(const struct status_view *v, struct buf *out)
{
	buf_reset(out);
	license_describe(&v->license, out);
	out_line("License:     %s", out->data);
	if (v->license_fault.text[0] != '\0')
		out_line("             %s", v->license_fault.text);
	if (v->quota_fault.text[0] != '\0')
		out_line("Quota:       %s", v->quota_fault.text);
	else if (v->quota.limit == WINDOW_UNLIMITED)
		out_line("Quota:       %llu messages in the last 60 minutes",
		    (unsigned long long)v->quota.used);
	else
		out_line("Quota:       %llu of %llu messages in the last 60 "
			 "minutes (%u percent), next slot in %llu s",
		    (unsigned long long)v->quota.used,
		    (unsigned long long)v->quota.limit, v->quota.percent,
		    (unsigned long long)(v->quota.wait_ms + MS - 1) / MS);
}

void
status_print_text(const struct status_view *v)
{
	const struct status *f = &v->filter;
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (print_filter(v, &text)) {
		print_work(f, &text);
		print_definitions(f, &text);
		print_self_test(f);
		print_log(f);
	}
	print_license(v, &text);
	buf_fini(&text);
}
