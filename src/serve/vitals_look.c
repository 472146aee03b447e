/* How things are, gathered from those who know. */
#include "vitals_look_priv.h"

#include <stdio.h>

#include "logsink.h"
#include "memory.h"
#include "quota.h"

enum { MS = 1000 };

static void
look_at_quota(struct filter *f)
{
	struct vitals *v = &f->vitals;
	struct quota_numbers numbers;

	if (f->admission == NULL)
		return;
	admission_look(f->admission, &numbers);
	vitals_set(v, VITAL_quota_used, numbers.used);
	vitals_set(v, VITAL_quota_limit,
	    numbers.limit == WINDOW_UNLIMITED ? VITAL_UNLIMITED
					      : numbers.limit);
}

static void
look_at_log(struct vitals *v)
{
	struct logsink_look look;

	logsink_look(&look);
	vitals_set(v, VITAL_errors, look.errors);
	vitals_set(v, VITAL_warnings, look.warnings);
	vitals_set(v, VITAL_lost, look.lost);
}

/* Seconds since they were built; none for definitions of the future. */
static uint64_t
age_of(const struct engine_info *info, int64_t wall_ms)
{
	int64_t now_s = wall_ms / MS;

	if (info->test_only || info->built_s == 0)
		return VITAL_UNKNOWN;
	return now_s > info->built_s ? (uint64_t)(now_s - info->built_s) : 0;
}

static void
look_at_definitions(struct filter *f, int64_t wall_ms, uint64_t max_age_ms,
    char version[VITALS_VERSION_SIZE])
{
	struct held *held = holder_get(&f->engines);
	struct vitals *v = &f->vitals;
	const struct engine_info *info;
	uint64_t age_s;

	if (held == NULL)
		return; /* they are being loaded */
	info = engine_info((struct engine *)held);
	age_s = age_of(info, wall_ms);
	(void)snprintf(version, VITALS_VERSION_SIZE, "%s", info->version);
	vitals_set(v, VITAL_definitions, !info->test_only);
	vitals_set(v, VITAL_signatures, info->signatures);
	vitals_set(v, VITAL_age, age_s);
	vitals_set(v, VITAL_too_old,
	    age_s != VITAL_UNKNOWN && age_s > max_age_ms / MS);
	held_unref(held);
}

void
vitals_look(
    struct filter *f, int64_t wall_ms, char version[VITALS_VERSION_SIZE])
{
	struct live_config *live = filter_config(f);
	struct vitals *v = &f->vitals;

	vitals_set(v, VITAL_pending, roster_unanswered(&f->roster));
	vitals_set(v, VITAL_held, queue_count(&f->held));
	vitals_set(v, VITAL_memory, memory_used());
	look_at_log(v);
	look_at_quota(f);
	look_at_definitions(f, wall_ms, live->config->engine_max_age, version);
	held_unref(&live->held);
}
