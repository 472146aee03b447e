/*
 * One FILE request from line to answer. Its steps read as a table of contents;
 * the first that fails leads to job_fail, the one place that turns "could not
 * scan" into an answer.
 */
#include "job.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "finding.h"
#include "headers.h"
#include "log.h"
#include "mem.h"
#include "message.h"
#include "scan.h"
#include "text.h"
#include "verdict.h"

enum { ENVELOPE_TEXT_MAX = 256, WORDS_MAX = 8192 };

struct job {
	struct queue_item item; /* first: a pool's item is a job */
	struct filter *filter;
	char *seq, *path;
	uint64_t received_ms;

	struct live_config *live;
	const struct config *config;
	struct engine *engine;
	struct message *message;
	struct findings findings;
	struct verdict verdict;
	bool answered;
};

struct queue_item *
job_new(struct filter *f, const struct request *request)
{
	struct job *job = mem_zalloc(1, sizeof(*job));

	job->filter = f;
	job->seq = mem_strdup(request->seq);
	job->path = mem_strdup(request->path);
	job->received_ms = clock_mono_ms();
	(void)atomic_fetch_add(&f->requests, 1);
	return &job->item;
}

static void
job_free(struct job *job)
{
	assert(job->answered);
	findings_fini(&job->findings);
	message_free(&job->message);
	held_unref((struct held *)job->engine);
	held_unref(job->live != NULL ? &job->live->held : NULL);
	free(job->seq);
	free(job->path);
	free(job);
}

static void
answer(struct job *job, const char *response)
{
	struct buf line;

	assert(!job->answered);
	job->answered = true;
	buf_init(&line, PROTO_LINE_MAX - 1);
	(void)buf_addf(&line, "%s %s", job->seq, response);
	writer_line(job->filter->writer, line.data);
	(void)atomic_fetch_add(&job->filter->answers, 1);
	buf_fini(&line);
}

/* A response with a text: `REJECTED "..."`. */
static void
answer_text(struct job *job, const char *verb, const char *text)
{
	struct buf response;

	buf_init(&response, PROTO_SAFE_MAX);
	(void)buf_addf(&response, "%s ", verb);
	proto_string(&response, text, PROTO_SAFE_MAX - PROTO_SEQ_MAX - 16);
	answer(job, response.data);
	buf_fini(&response);
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

	return scan_message(&tools, job->message, &job->findings, e);
}

typedef int job_step(struct job *job, struct err *e);

static job_step *const steps[] = {job_begin, job_open, job_scan};

static void
job_fail(struct job *job, const struct err *e)
{
	findings_add(&job->findings, CLASS_error, e->text,
	    job->message != NULL ? "mail" : job->path);
}

/* ADDHEADER with as many fields as a line takes, or OK when there are none. */
static void
answer_headers(struct job *job)
{
	const struct engine_info *info =
	    job->engine != NULL ? engine_info(job->engine) : NULL;
	struct headers_scanner scanner = {CGPWARD_VERSION, engine_version(),
	    info != NULL && !info->test_only ? info->version : NULL};
	bool modern = atomic_load(&job->filter->interface) >= 4;
	size_t room = PROTO_SAFE_MAX - PROTO_SEQ_MAX - 32;
	struct headers headers;
	struct buf text, response;
	unsigned i;

	headers_build(
	    job->config, &job->verdict, &job->findings, &scanner, &headers);
	buf_init(&text, room / 2);
	for (i = 0; i < headers.n; i++) {
		if (text.len + strlen(headers.field[i]) + 1 > text.max) {
			log_warn("%s: %u header fields did not fit into the "
				 "answer.",
			    job->path, headers.n - i);
			break;
		}
		(void)buf_addf(
		    &text, "%s%s", i > 0 ? "\n" : "", headers.field[i]);
	}
	buf_init(&response, PROTO_SAFE_MAX);
	(void)buf_adds(&response, text.len > 0 ? "ADDHEADER " : "OK");
	if (text.len > 0) {
		proto_string(&response, text.data, room);
		(void)buf_adds(&response, modern ? " OK" : "");
	}
	answer(job, response.data);
	buf_fini(&response);
	buf_fini(&text);
	headers_fini(&headers);
}

static void
job_answer(struct job *job)
{
	struct buf reason;

	buf_init(&reason, PROTO_SAFE_MAX);
	verdict_reason(&job->verdict, &reason);
	switch (job->verdict.action.kind) {
	case ACTION_DISCARD:
		answer(job, "DISCARD");
		break;
	case ACTION_REJECT:
		answer_text(job, "ERROR", reason.data);
		break;
	case ACTION_DEFER:
		answer_text(job, "REJECTED", reason.data);
		break;
	default:
		answer_headers(job);
		break;
	}
	buf_fini(&reason);
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
	    (unsigned long long)(clock_mono_ms() - job->received_ms));
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

void
job_run(void *arg, struct queue_item *item)
{
	struct job *job = (struct job *)item;
	struct err e = {{0}};
	size_t i;

	(void)arg;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i](job, &e) == -1) {
			job_fail(job, &e);
			break;
		}
	verdict_decide(job->config, &job->findings, &job->verdict);
	if (job->engine == NULL) /* whatever `error` is set to */
		job->verdict.action.kind = ACTION_DEFER;
	if (job->filter->on_terminal)
		job_explain(job);
	else
		job_log(job);
	job_answer(job);
	job_free(job);
}
