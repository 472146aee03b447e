/*
 * One FILE request from line to answer. Its steps read as a table of contents;
 * the first that fails leads to job_fail, the one place that turns "could not
 * scan" into an answer.
 */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "job_priv.h"
#include "log.h"
#include "mem.h"
#include "scan.h"
#include "side_priv.h"
#include "work_priv.h"

/* Larger files leave a worker for others. */
enum { HEAVY_SIZE = 1024 * 1024 };

typedef int job_step(struct job *job, struct err *e);

struct queue_item *
job_new(struct filter *f, const struct request *request)
{
	struct job *job = mem_zalloc(1, sizeof(*job));

	job->filter = f;
	job->seq = mem_strdup(request->seq);
	job->path = mem_strdup(request->path);
	job->work.path = job->path;
	job->entry.since_ms = clock_mono_ms();
	roster_add(&f->roster, &job->entry);
	vitals_count(&f->vitals, VITAL_requests);
	return &job->item;
}

void
job_free(struct job *job)
{
	if (job->probe == NULL)
		roster_remove(&job->filter->roster, &job->entry);
	probe_unref(&job->probe);
	findings_fini(&job->findings);
	judge_free(&job->judge);
	message_free(&job->message);
	held_unref((struct held *)job->engine);
	held_unref(job->live != NULL ? &job->live->held : NULL);
	free(job->recalled);
	free(job->refusal);
	free(job->seq);
	free(job->path);
	free(job);
}

/* Takes configuration and engine; both stay with the job to its end. */
static int
job_begin(struct job *job, struct err *e)
{
	struct filter *f = job->filter;

	job->live = filter_config(f);
	job->config = job->live->config;
	if (!atomic_load(&f->stopping))
		job->engine = (struct engine *)holder_wait(&f->engines);
	if (job->engine == NULL || atomic_load(&f->stopping))
		return err_set(e, "the filter is stopping");
	return 0;
}

/* An absolute path below the base directory is as good as a relative one. */
static const char *
below_base(const struct filter *f, const char *path)
{
	size_t n = strlen(f->base);

	if (strncmp(path, f->base, n) != 0 || path[n] != '/')
		return path;
	path += n;
	return path + strspn(path, "/");
}

/* A file that has ended the program twice is not looked at again. */
static int
job_enter(struct job *job, struct err *e)
{
	return work_begin(&job->work, job->filter->journal, job->engine, e);
}

static struct message_source
source_of(const struct job *job)
{
	return (struct message_source){
	    .path = below_base(job->filter, job->path),
	    .beneath = job->probe == NULL && !job->config->server_outside_paths,
	    .no_follow = !job->config->server_outside_paths,
	    .envelope_max = job->config->limits_envelope_size,
	    .message_max = job->config->limits_message_size,
	};
}

static int
job_open(struct job *job, struct err *e)
{
	struct message_source source = source_of(job);

	if (job->path[0] == '\0')
		return err_set(e, "the request names no file");
	if (message_open(&source, &job->message, e) == -1)
		return -1;
	return work_opened(&job->work, e);
}

static struct side_case
side_of(struct job *job, const struct message_source *source)
{
	return (struct side_case){
	    .filter = job->filter,
	    .config = job->config,
	    .source = source,
	    .message = job->message,
	    .findings = &job->findings,
	    .verdict = &job->verdict,
	    .definitions = job_definitions(job),
	    .who = job->path,
	};
}

/* Looks whether the program has made this mail itself. */
static int
job_guard(struct job *job, struct err *e)
{
	struct message_source source = source_of(job);
	struct side_case c = side_of(job, &source);

	(void)e;
	job->guarded = side_guard(&c);
	return 0;
}

/* Chooses the policies, and so what to scan for. */
static int
job_choose(struct job *job, struct err *e)
{
	(void)e;
	if (job->guarded || job->probe != NULL)
		return 0;
	job->judge = judge_new(job->config, job->message);
	job->by_policy.live = job->live;
	judge_fallback(
	    job->judge, &job->by_policy.action, &job->by_policy.config);
	atomic_store(&job->fallback, &job->by_policy);
	return 0;
}

static int
job_scan(struct job *job, struct err *e)
{
	struct scan_tools tools = {
	    .engine = job->engine,
	    .temp = job->filter->temp,
	};
	uint64_t begin_ms;

	if (job->guarded)
		return 0;
	if (job_recall(job)) {
		job->scanned = true;
		return 0;
	}
	tools.config = job->config;
	if (job->probe == NULL) {
		tools.config = judge_config(job->judge);
		tools.observer = judge_observer(job->judge);
	}
	if (tools.config == NULL)
		return 0;
	begin_ms = clock_mono_ms();
	job->scanned =
	    job->filter->scan(&tools, job->message, &job->findings, e) == 0;
	job->scan_ms = clock_mono_ms() - begin_ms;
	return job->scanned ? 0 : -1;
}

static job_step *const steps[] = {
    job_begin, job_enter, job_open, job_guard, job_choose, job_scan};

static void
job_fail(struct job *job, const struct err *e)
{
	findings_add(&job->findings, CLASS_error, e->text,
	    job->message != NULL ? "mail" : job->path);
}

static void
job_decide(struct job *job)
{
	if (job->recalled != NULL)
		;              /* decided by an earlier scan */
	else if (job->guarded) /* whatever `clean` is set to */
		job->verdict = (struct verdict){.class = CLASS_clean};
	else if (job->judge != NULL)
		judge_decide(
		    job->judge, &job->findings, &job->verdict, &job->config);
	else
		verdict_decide(job->config, &job->findings, &job->verdict);
	if (job->engine == NULL) /* whatever `error` is set to */
		job->verdict.action = (struct action){.kind = ACTION_DEFER};
}

void
job_work(struct job *job)
{
	struct err e = {{0}};
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i](job, &e) == -1) {
			job_fail(job, &e);
			break;
		}
	job_decide(job);
}

void
job_finish(struct job *job)
{
	struct message_source source = source_of(job);
	struct side_case c = side_of(job, &source);

	job_tell(job);
	if (job_answer(job)) {
		side_notify(&c, job->quarantine_id);
		job_note(job);
	}
}

/*
 * The outcome of all steps, in every way in which it is told. False: it is
 * told later, by somebody else.
 */
static bool
job_conclude(struct job *job)
{
	struct message_source source;
	struct side_case c;

	source = source_of(job);
	c = side_of(job, &source); /* with the policy that decided */
	side_store(&c, job->quarantine_id);
	journal_end(job->filter->journal, &job->work.ticket, job->scanned);
	if (!job->guarded && !job_admit(job))
		return false;
	job_finish(job);
	return true;
}

/* Told from the file before it is read; a wrong guess costs only order. */
static bool
is_heavy(struct job *job)
{
	return work_look(&job->work, below_base(job->filter, job->path)) &&
	       job->work.file.size >= HEAVY_SIZE;
}

enum pool_outcome
job_run(void *arg, struct queue_item *item, bool heavy)
{
	struct job *job = (struct job *)item;
	enum pool_outcome outcome = POOL_DONE;

	(void)arg;
	if (!heavy && is_heavy(job))
		return POOL_HEAVY;
	if (job->probe != NULL) {
		job_prove(job);
	} else if (roster_begin(&job->filter->roster, &job->entry)) {
		job_work(job);
		if (!job_conclude(job))
			return POOL_DONE;
		if (job->entry.overdue)
			outcome = POOL_LEAVE;
	}
	job_free(job);
	return outcome;
}
