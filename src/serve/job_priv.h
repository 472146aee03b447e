/* What the files that make up a job share. */
#ifndef JOB_PRIV_H
#define JOB_PRIV_H

#include "finding.h"
#include "job.h"
#include "judge.h"
#include "message.h"
#include "probe_priv.h"
#include "quarantine.h"
#include "verdict.h"
#include "work_priv.h"

/* What is answered when the scan does not end. */
struct fallback {
	struct live_config *live; /* the job's own reference */
	const struct config *config;
	struct action action;
};

struct job {
	struct queue_item item; /* first: a pool's item is a job */
	struct roster_entry entry;
	struct filter *filter;
	char *seq, *path;

	struct live_config *live;
	const struct config *config; /* at the end, that of its policy */
	struct engine *engine;
	struct message *message;
	struct judge *judge;
	struct fallback by_policy;
	/* That one, once it is complete: the watchdog reads it. */
	const struct fallback *_Atomic fallback;
	struct findings findings;
	struct verdict verdict;
	/* What the quota says. */
	char *recalled;   /* the response of an earlier scan */
	char *refusal;    /* why it is deferred */
	bool unscanned;   /* goes on above the limit, marked as such */
	uint64_t held_ms; /* since when it waits */

	struct probe *probe; /* NULL: somebody has asked for it */

	struct work work;
	bool scanned; /* to its end */
	uint64_t scan_ms;
	bool guarded; /* a mail of our own: it passes without a scan */
	char quarantine_id[QUARANTINE_ID_SIZE];
};

/* Does all its steps, and decides. */
void job_work(struct job *job);

/* The whole of a probe; job_free is left to do. */
void job_prove(struct job *job);

/* The response as it would be without a quota. */
void job_response(const struct job *job, struct buf *line);

/* Takes the response of an earlier scan; false when there is none. */
bool job_recall(struct job *job);

/*
 * Asks the quota for a message that is to be delivered. False: it is held,
 * and no longer the caller's.
 */
bool job_admit(struct job *job);

/* Tells, answers and notifies; job_free is left to do. */
void job_finish(struct job *job);

void job_free(struct job *job);

/* The version of the definitions; NULL without any. */
const char *job_definitions(const struct job *job);

/* Answers, never twice. False when somebody else has answered for it. */
bool job_answer(struct job *job);

/* A line for the log. */
void job_log(const struct job *job);

/* Tells the log what became of it, or a person at the terminal. */
void job_tell(const struct job *job);

/* The same for the history, once it has been answered. */
void job_note(const struct job *job);

/* And for a job that was answered because it took too long. */
struct job_overdue {
	const struct verdict *verdict;
	const char *path;
	uint64_t since_ms; /* when the request came */
};

void job_note_overdue(struct filter *f, const struct job_overdue *overdue);

#endif
