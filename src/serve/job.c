/*
 * One FILE request from line to answer. Its steps read as a table of contents;
 * the first that fails leads to job_fail, the one place that turns "could not
 * scan" into an answer.
 */
#include "job.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "finding.h"
#include "log.h"
#include "mem.h"
#include "message.h"
#include "response.h"
#include "scan.h"
#include "text.h"
#include "verdict.h"

enum {
	ENVELOPE_TEXT_MAX = 256,
	WORDS_MAX = 8192,
	HEAVY_SIZE = 1024 * 1024 /* larger files leave a worker for others */
};

struct job {
	struct queue_item item; /* first: a pool's item is a job */
	struct roster_entry entry;
	struct filter *filter;
	char *seq, *path;

	struct live_config *live;
	const struct config *config;
	struct engine *engine;
	struct message *message;
	struct findings findings;
	struct verdict verdict;
};

typedef int job_step(struct job *job, struct err *e);

struct queue_item *
job_new(struct filter *f, const struct request *request)
{
	struct job *job = mem_zalloc(1, sizeof(*job));

	job->filter = f;
	job->seq = mem_strdup(request->seq);
	job->path = mem_strdup(request->path);
	job->entry.since_ms = clock_mono_ms();
	roster_add(&f->roster, &job->entry);
	return &job->item;
}

static void
job_free(struct job *job)
{
	roster_remove(&job->filter->roster, &job->entry);
	findings_fini(&job->findings);
	message_free(&job->message);
	held_unref((struct held *)job->engine);
	held_unref(job->live != NULL ? &job->live->held : NULL);
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

static int
job_open(struct job *job, struct err *e)
{
	struct message_source source = {
	    .path = below_base(job->filter, job->path),
	    .beneath = !job->config->server_outside_paths,
	    .envelope_max = job->config->limits_envelope_size,
	    .message_max = job->config->limits_message_size,
	};

	if (job->path[0] == '\0')
		return err_set(e, "the request names no file");
	return message_open(&source, &job->message, e);
}

static int
job_scan(struct job *job, struct err *e)
{
	struct scan_tools tools = {
	    .config = job->config,
	    .engine = job->engine,
	    .temp = job->filter->temp,
	};

	return job->filter->scan(&tools, job->message, &job->findings, e);
}

static job_step *const steps[] = {job_begin, job_open, job_scan};

static void
job_fail(struct job *job, const struct err *e)
{
	findings_add(&job->findings, CLASS_error, e->text,
	    job->message != NULL ? "mail" : job->path);
}

static void
job_answer(struct job *job)
{
	const struct engine_info *info =
	    job->engine != NULL ? engine_info(job->engine) : NULL;
	struct response_source source = {
	    .seq = job->seq,
	    .config = job->config,
	    .verdict = &job->verdict,
	    .findings = &job->findings,
	    .scanner = {CGPWARD_VERSION, engine_version(),
		info != NULL && !info->test_only ? info->version : NULL},
	    .interface = atomic_load(&job->filter->interface),
	};
	struct buf line;
	unsigned left;

	buf_init(&line, PROTO_LINE_MAX);
	left = response_build(&source, &line);
	if (left > 0)
		log_warn("%s: %u header fields did not fit into the answer.",
		    job->path, left);
	if (roster_claim(&job->filter->roster, &job->entry))
		writer_line(job->filter->writer, line.data);
	else
		log_warn("%s: the scan ended after it had been answered for.",
		    job->path);
	buf_fini(&line);
}

static const char *
shown(struct slice s, char text[ENVELOPE_TEXT_MAX])
{
	(void)text_escape_n(text, ENVELOPE_TEXT_MAX, s.data, s.len);
	return text;
}

static void
job_log(const struct job *job)
{
	static const struct message nothing;
	const struct message *m =
	    job->message != NULL ? job->message : &nothing;
	const struct finding *f = job->verdict.finding;
	char id[ENVELOPE_TEXT_MAX], from[ENVELOPE_TEXT_MAX];
	char source[ENVELOPE_TEXT_MAX], ip[ENVELOPE_TEXT_MAX];

	log_line(
	    job->verdict.class == CLASS_error ? LOG_LEVEL_WARN : LOG_LEVEL_INFO,
	    "%s %s: id=%s from=<%s> recipients=%zu source=%s ip=[%s] "
	    "size=%llu class=%s name=%s where=%s action=%s ms=%llu",
	    job->seq, m->queue_id != NULL ? m->queue_id : job->path,
	    shown(m->message_id, id), shown(m->envelope.sender, from),
	    m->envelope.recipients, shown(m->envelope.source, source),
	    shown(m->envelope.ip, ip), (unsigned long long)m->file_size,
	    class_name(job->verdict.class), f != NULL ? f->name : "-",
	    f != NULL ? f->where : "-", action_name(job->verdict.action.kind),
	    (unsigned long long)(clock_mono_ms() - job->entry.since_ms));
}

/* What a person at the terminal reads beside the response. */
static void
job_explain(const struct job *job)
{
	struct buf words;

	buf_init(&words, WORDS_MAX);
	verdict_words(&job->verdict, &job->findings, &words);
	writer_line(job->filter->writer, words.data);
	buf_fini(&words);
}

/* The outcome of all steps, in every way in which it is told. */
static void
job_conclude(struct job *job)
{
	verdict_decide(job->config, &job->findings, &job->verdict);
	if (job->engine == NULL) /* whatever `error` is set to */
		job->verdict.action.kind = ACTION_DEFER;
	if (job->filter->on_terminal)
		job_explain(job);
	else
		job_log(job);
	job_answer(job);
}

/* Told from the file before it is read; a wrong guess costs only order. */
static bool
is_heavy(const struct job *job)
{
	struct stat st;

	return stat(below_base(job->filter, job->path), &st) == 0 &&
	       st.st_size >= HEAVY_SIZE;
}

enum pool_outcome
job_run(void *arg, struct queue_item *item, bool heavy)
{
	struct job *job = (struct job *)item;
	struct err e = {{0}};
	enum pool_outcome outcome = POOL_DONE;
	size_t i;

	(void)arg;
	if (!heavy && is_heavy(job))
		return POOL_HEAVY;
	if (roster_begin(&job->filter->roster, &job->entry)) {
		for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
			if (steps[i](job, &e) == -1) {
				job_fail(job, &e);
				break;
			}
		job_conclude(job);
		if (job->entry.overdue)
			outcome = POOL_LEAVE;
	}
	job_free(job);
	return outcome;
}

/* What the answer for somebody else's job needs. */
struct overdue {
	char *seq, *path;
	bool in_work;
};

static void
note_overdue(void *arg, const struct roster_entry *entry)
{
	struct overdue *o = arg;
	const struct job *job =
	    (const struct job *)(const void *)((const char *)entry -
					       offsetof(struct job, entry));

	o->seq = mem_strdup(job->seq);
	o->path = mem_strdup(job->path);
	o->in_work = entry->in_work;
}

bool
job_answer_overdue(
    struct filter *f, uint64_t before_ms, const char *reason, bool *in_work_r)
{
	struct live_config *live;
	struct findings findings = {0};
	struct verdict verdict;
	struct overdue o = {0};
	struct response_source source = {0};
	struct buf line;

	if (!roster_claim_overdue(&f->roster, before_ms, note_overdue, &o))
		return false;
	live = filter_config(f);
	findings_add(&findings, CLASS_error, reason, "mail");
	verdict_decide(live->config, &findings, &verdict);
	source.seq = o.seq;
	source.config = live->config;
	source.verdict = &verdict;
	source.findings = &findings;
	source.scanner.program = CGPWARD_VERSION;
	source.scanner.engine = engine_version();
	source.interface = atomic_load(&f->interface);
	buf_init(&line, PROTO_LINE_MAX);
	(void)response_build(&source, &line);
	log_error("%s %s: %s; action=%s", o.seq, o.path, reason,
	    action_name(verdict.action.kind));
	writer_line(f->writer, line.data);
	*in_work_r = o.in_work;
	buf_fini(&line);
	findings_fini(&findings);
	held_unref(&live->held);
	free(o.seq);
	free(o.path);
	return true;
}
