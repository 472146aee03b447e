/*
 * The proof of life. The probe is a job for the same workers as all others; it
 * is waited for as long as an answer may take, and one that never ends stays
 * with its worker, so that there are never more than two.
 */
#include "self_test_priv.h"

#include "job.h"
#include "log.h"

enum { MS = 1000 };

static void
tell(struct self_test *t, const char *why)
{
	if (why != NULL)
		log_error("The self-test failed: %s. Messages may not be "
			  "scanned as they should be.",
		    why);
	else if (t->failed)
		log_info("The self-test passes again.");
	else
		log_debug("The self-test passed.");
	t->failed = why != NULL;
}

/* The end of one; `why` is NULL when it passed. */
static void
conclude(struct self_test *t, const char *why, int64_t wall_ms)
{
	struct vitals *v = &t->filter->vitals;

	if (atomic_load(&t->filter->stopping))
		return; /* nothing is scanned any more */
	tell(t, why);
	vitals_count(v, VITAL_self_tests);
	if (why != NULL)
		vitals_count(v, VITAL_self_tests_failed);
	vitals_set(v, VITAL_self_test_passed, why == NULL);
	vitals_set(v, VITAL_self_test_when, (uint64_t)(wall_ms / MS));
}

static bool
has_engine(struct self_test *t)
{
	struct held *held = holder_get(&t->filter->engines);

	held_unref(held);
	return held != NULL;
}

static void
begin(struct self_test *t, const struct pulse_time *now)
{
	struct err e;

	t->begun = true;
	t->since_ms = now->mono_ms;
	if (t->stuck != NULL)
		conclude(t, "an earlier one has no result yet", now->wall_ms);
	else if (probe_new(tempdir_path(t->filter->temp), &t->probe, &e) == -1)
		conclude(t, e.text, now->wall_ms);
	else
		pool_put(t->pool, job_new_probe(t->filter, t->probe));
}

/* What became of the one in work. */
static void
look(struct self_test *t, uint64_t limit_ms, const struct pulse_time *now)
{
	struct probe *p = t->probe;

	if (atomic_load(&p->done)) {
		vitals_set(
		    &t->filter->vitals, VITAL_self_test_took, p->took_ms);
		conclude(t, p->passed ? NULL : p->why.text, now->wall_ms);
		probe_unref(&t->probe);
	} else if (now->mono_ms - t->since_ms > limit_ms) {
		conclude(t, "there was no result in time", now->wall_ms);
		t->stuck = p;
		t->probe = NULL;
	}
}

void
self_test_tick(struct self_test *t, const struct config *config,
    const struct pulse_time *now)
{
	uint64_t every_ms = config->server_self_test;

	if (t->stuck != NULL && atomic_load(&t->stuck->done))
		probe_unref(&t->stuck);
	if (t->probe != NULL)
		look(t, config->server_answer_within, now);
	else if (every_ms > 0 && has_engine(t) &&
		 (!t->begun || now->mono_ms - t->since_ms >= every_ms))
		begin(t, now);
}

void
self_test_fini(struct self_test *t)
{
	probe_unref(&t->probe);
	probe_unref(&t->stuck);
}
