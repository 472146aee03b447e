/* cgpward status as a JSON object. */
#include <time.h>

#include "json.h"
#include "out_priv.h"
#include "status_priv.h"

enum { TEXT_MAX = 256 * 1024, MS = 1000, DAY_S = 86400 };

/* "2027-11-21T10:20:30Z", or null. */
static void
add_time(struct buf *out, int64_t wall_ms)
{
	time_t at = (time_t)(wall_ms / MS);
	struct tm tm;
	char text[40];

	if (wall_ms <= 0 || gmtime_r(&at, &tm) == NULL ||
	    strftime(text, sizeof(text), "\"%Y-%m-%dT%H:%M:%SZ\"", &tm) == 0)
		(void)buf_adds(out, "null");
	else
		(void)buf_adds(out, text);
}

/* "2027-11-21", or null for a license without an end. */
static void
add_day(struct buf *out, int64_t day)
{
	time_t at = day == LICENSE_NEVER ? 0 : (time_t)day * DAY_S;
	struct tm tm;
	char date[32];

	if (day == LICENSE_NEVER || gmtime_r(&at, &tm) == NULL ||
	    strftime(date, sizeof(date), "\"%Y-%m-%d\"", &tm) == 0)
		(void)buf_adds(out, "null");
	else
		(void)buf_adds(out, date);
}

static void
add_name(struct buf *out, const char *name)
{
	(void)buf_addf(out,
	    "%s\"%s\": ", out->data[out->len - 1] == '{' ? "" : ", ", name);
}

static void
add_string(struct buf *out, const char *name, const char *value)
{
	add_name(out, name);
	json_string(out, value);
}

static void
add_bool(struct buf *out, const char *name, bool value)
{
	add_name(out, name);
	(void)buf_adds(out, value ? "true" : "false");
}

static void
add_number(struct buf *out, const char *name, uint64_t value)
{
	add_name(out, name);
	(void)buf_addf(out, "%llu", (unsigned long long)value);
}

/* Every number of the program by its name. */
static void
add_vitals(struct buf *out, const struct status *f)
{
	size_t i;

	add_name(out, "numbers");
	(void)buf_addc(out, '{');
	for (i = 0; i < VITAL_COUNT; i++) {
		add_name(out, vital_info((enum vital)i)->name);
		if (f->value[i] == VITAL_UNKNOWN)
			(void)buf_adds(out, "null");
		else if (f->value[i] == VITAL_UNLIMITED)
			(void)buf_adds(out, "\"unlimited\"");
		else
			(void)buf_addf(
			    out, "%llu", (unsigned long long)f->value[i]);
	}
	(void)buf_addc(out, '}');
}

static void
add_answers(struct buf *out, const struct status *f)
{
	size_t i;

	add_name(out, "answers");
	(void)buf_addc(out, '{');
	for (i = 0; i < RESPONSE_COUNT; i++)
		add_number(out, vital_response_word((enum vital_response)i),
		    f->answers[i]);
	(void)buf_addc(out, '}');
}

static void
add_log(struct buf *out, const struct status *f)
{
	unsigned i;

	add_name(out, "log");
	(void)buf_addc(out, '[');
	for (i = 0; i < f->n; i++) {
		(void)buf_adds(out, i > 0 ? ", {" : "{");
		add_name(out, "time");
		add_time(out, f->last[i].wall_ms);
		add_string(out, "level",
		    f->last[i].level == LOG_LEVEL_ERROR ? "error" : "warn");
		add_string(out, "text", f->last[i].text);
		(void)buf_addc(out, '}');
	}
	(void)buf_addc(out, ']');
}

static void
add_filter(struct buf *out, const struct status_view *v)
{
	const struct status *f = &v->filter;

	add_bool(out, "running", v->seen == STATUS_RUNS);
	add_bool(out, "hangs", status_hangs(v));
	add_string(out, "problem", v->filter_fault.text);
	if (f->wall_ms == 0)
		return;
	add_bool(out, "ended", f->ended);
	add_name(out, "told");
	add_time(out, f->wall_ms);
	add_name(out, "since");
	add_time(out, (int64_t)f->value[VITAL_started] * MS);
	add_number(out, "pid", (uint64_t)f->pid);
	add_string(out, "version", f->program);
	add_string(out, "engine", f->engine);
	add_string(out, "definitions", f->definitions);
	add_vitals(out, f);
	add_answers(out, f);
	add_log(out, f);
}

static void
add_license(struct buf *out, const struct status_view *v)
{
	const struct license *l = &v->license;

	add_string(out, "licensee", l->licensee);
	add_string(out, "license_problem", v->license_fault.text);
	add_name(out, "expires");
	add_day(out, l->expires_day);
	add_name(out, "limit");
	if (l->per_hour == LICENSE_UNLIMITED)
		(void)buf_adds(out, "null");
	else
		(void)buf_addf(out, "%llu", (unsigned long long)l->per_hour);
	add_number(out, "used", v->quota.used);
	add_number(out, "percent", v->quota.percent);
	add_number(out, "next_slot_ms", v->quota.wait_ms);
	add_string(out, "quota_problem", v->quota_fault.text);
}

void
status_print_json(const struct status_view *v)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	(void)buf_addc(&out, '{');
	add_filter(&out, v);
	add_license(&out, v);
	(void)buf_addc(&out, '}');
	out_line("%s", out.data);
	buf_fini(&out);
}
