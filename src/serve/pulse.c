/*
 * A look once a second, in a thread of its own that waits for disks: what it
 * has to tell never holds up an answer.
 */
#include "pulse_priv.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "logsink.h"
#include "mem.h"
#include "memory.h"
#include "metrics_priv.h"
#include "self_test_priv.h"
#include "status_file.h"
#include "thread.h"
#include "vitals_look_priv.h"

enum { BEAT_MS = 1000, DAY_MS = 24 * 3600 * 1000 };

struct pulse {
	struct filter *filter;
	struct self_test self_test;
	bool told_age; /* that the definitions are too old, and when: */
	uint64_t told_age_ms;
	char version[VITALS_VERSION_SIZE]; /* of the definitions */
	uint64_t metrics_ms; /* when the file was written last; 0: never */
	struct memory_turn memory;
	struct err metrics_fault, status_fault; /* the last ones told, or "" */
	struct status_file *status_file;
	bool ending; /* in an orderly way */

	pthread_t thread;
	pthread_mutex_t lock; /* guards the next line */
	pthread_cond_t changed;
	bool closing;
};

/* Each fault is told once, until it has gone or is another. */
static void
tell(struct err *told, const char *what, const struct err *e)
{
	if (e->text[0] != '\0' && strcmp(e->text, told->text) != 0)
		log_warn("%s: %s.", what, e->text);
	if (e->text[0] == '\0' && told->text[0] != '\0')
		log_info("%s: it is written again.", what);
	*told = *e;
}

static void
gather(
    const struct pulse *p, const struct pulse_time *now, struct status *status)
{
	const struct vitals *v = &p->filter->vitals;
	struct logsink_look look;
	size_t i;

	logsink_look(&look);
	*status = (struct status){.wall_ms = now->wall_ms,
	    .pid = (long)getpid(),
	    .ended = p->ending,
	    .program = CGPWARD_VERSION,
	    .n = look.n};
	(void)snprintf(
	    status->engine, sizeof(status->engine), "%s", engine_version());
	(void)snprintf(
	    status->definitions, sizeof(status->definitions), "%s", p->version);
	for (i = 0; i < VITAL_COUNT; i++)
		status->value[i] = vitals_get(v, (enum vital)i);
	for (i = 0; i < RESPONSE_COUNT; i++)
		status->answers[i] =
		    vitals_answers_of(v, (enum vital_response)i);
	memcpy(status->last, look.last, sizeof(status->last));
}

/* False when another process speaks for this state folder. */
static bool
write_status(
    struct pulse *p, const struct config *config, const struct pulse_time *now)
{
	enum status_written written;
	struct status status;
	struct err e = {{0}};

	gather(p, now, &status);
	written = status_file_write(
	    p->status_file, config->server_state_dir, &status, &e);
	if (written != STATUS_TAKEN)
		tell(&p->status_fault, "[server] state_dir", &e);
	return written != STATUS_TAKEN;
}

static void
write_metrics(struct pulse *p, const struct config *config)
{
	struct metrics_about about = {
	    .program = CGPWARD_VERSION,
	    .engine = engine_version(),
	    .definitions = p->version,
	};
	struct buf text;
	struct err e = {{0}};

	buf_init(&text, METRICS_TEXT_MAX);
	metrics_text(&p->filter->vitals, &about, &text);
	(void)metrics_write(config->metrics_file, &text, &e);
	tell(&p->metrics_fault, "[metrics] file", &e);
	buf_fini(&text);
}

/* Once a day, as long as they are too old. */
static void
warn_of_age(struct pulse *p, uint64_t mono_ms)
{
	if (vitals_get(&p->filter->vitals, VITAL_too_old) != 1) {
		p->told_age = false;
		return;
	}
	if (p->told_age && mono_ms - p->told_age_ms < DAY_MS)
		return;
	p->told_age = true;
	p->told_age_ms = mono_ms;
	log_warn("The definitions are older than [engine] max_age. Run "
		 "update.sh and look into its log.");
}

/* What scans have freed. */
static void
give_back(struct pulse *p, uint64_t mono_ms)
{
	const struct vitals *v = &p->filter->vitals;

	if (memory_due(&p->memory,
		vitals_get(v, VITAL_requests) - vitals_get(v, VITAL_pending),
		mono_ms))
		memory_give_back();
}

void
pulse_beat(struct pulse *p, const struct pulse_time *now)
{
	struct live_config *live = filter_config(p->filter);
	const struct config *config = live->config;

	logsink_tick(now->mono_ms);
	vitals_look(p->filter, now->wall_ms, p->version);
	warn_of_age(p, now->mono_ms);
	give_back(p, now->mono_ms);
	if (!p->ending)
		self_test_tick(&p->self_test, config, now);
	if (write_status(p, config, now) && config->metrics_file[0] != '\0' &&
	    (p->metrics_ms == 0 ||
		now->mono_ms - p->metrics_ms >= config->metrics_every)) {
		p->metrics_ms = now->mono_ms;
		write_metrics(p, config);
	}
	held_unref(&live->held);
}

static void
beat_now(struct pulse *p)
{
	struct pulse_time now = {clock_mono_ms(), clock_wall_ms()};

	pulse_beat(p, &now);
}

/* True when it is time to end. */
static bool
rest(struct pulse *p)
{
	uint64_t due_ms = clock_mono_ms() + BEAT_MS;
	bool closing;

	(void)pthread_mutex_lock(&p->lock);
	while (!p->closing && clock_mono_ms() < due_ms)
		(void)thread_cond_wait(&p->changed, &p->lock, due_ms);
	closing = p->closing;
	(void)pthread_mutex_unlock(&p->lock);
	return closing;
}

static void *
run(void *arg)
{
	struct pulse *p = arg;

	do
		beat_now(p);
	while (!rest(p));
	p->ending = true;
	p->metrics_ms = 0; /* the last numbers are written, too */
	beat_now(p);
	return NULL;
}

struct pulse *
pulse_new(struct filter *f, struct pool *pool)
{
	struct pulse *p = mem_zalloc(1, sizeof(*p));

	p->filter = f;
	p->status_file = status_file_new();
	p->self_test = (struct self_test){.filter = f, .pool = pool};
	(void)pthread_mutex_init(&p->lock, NULL);
	thread_cond_init(&p->changed);
	vitals_set(&f->vitals, VITAL_workers, pool_workers(pool));
	vitals_set(&f->vitals, VITAL_started, (uint64_t)clock_wall_ms() / 1000);
	return p;
}

void
pulse_free(struct pulse **pp)
{
	struct pulse *p = *pp;

	self_test_fini(&p->self_test);
	status_file_free(&p->status_file);
	(void)pthread_cond_destroy(&p->changed);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
	*pp = NULL;
}

int
pulse_open(
    struct filter *f, struct pool *pool, struct pulse **pulse_r, struct err *e)
{
	struct pulse *p = pulse_new(f, pool);

	if (thread_start(&p->thread, "pulse", run, p, e) == -1) {
		pulse_free(&p);
		return -1;
	}
	*pulse_r = p;
	return 0;
}

void
pulse_close(struct pulse **pp)
{
	struct pulse *p = *pp;

	if (p == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	p->closing = true;
	(void)pthread_cond_signal(&p->changed);
	(void)pthread_mutex_unlock(&p->lock);
	(void)pthread_join(p->thread, NULL);
	pulse_free(pp);
}
