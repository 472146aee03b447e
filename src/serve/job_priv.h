/* What the files that make up a job share. */
#ifndef JOB_PRIV_H
#define JOB_PRIV_H

#include "finding.h"
#include "job.h"
#include "message.h"
#include "verdict.h"
#include "work_priv.h"

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
	struct work work;
	bool scanned; /* to its end */
};

/* Answers, unless somebody else has, and never twice. */
void job_answer(struct job *job);

/* Tells the log what became of it, or a person at the terminal. */
void job_tell(const struct job *job);

#endif
