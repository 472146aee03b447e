/*
 * A job of the program's own, which nobody has asked for: it goes the way of
 * all others as far as the verdict and the words of the answer, but nobody is
 * told, nothing is put aside and the quota is not asked.
 */
#include <stdlib.h>

#include "clock.h"
#include "job_priv.h"
#include "mem.h"
#include "probe_priv.h"

struct queue_item *
job_new_probe(struct filter *f, struct probe *probe)
{
	struct job *job = mem_zalloc(1, sizeof(*job));

	(void)held_ref(&probe->held);
	job->filter = f;
	job->probe = probe;
	job->seq = mem_strdup("0");
	job->path = mem_strdup(probe->path);
	job->work.path = job->path;
	job->entry.since_ms = clock_mono_ms();
	return &job->item;
}

/* Why it has not gone as it should; NULL when it has. */
static const char *
fault(const struct job *job, const struct buf *answer)
{
	const struct verdict *v = &job->verdict;

	if (answer->len == 0 || answer->cut)
		return "there was no answer to it";
	if (v->class == CLASS_infected || v->class == CLASS_worm)
		return NULL;
	if (v->class == CLASS_error && v->finding != NULL)
		return v->finding->name;
	return "the test file EICAR was not found";
}

void
job_prove(struct job *job)
{
	struct buf answer;

	job_work(job);
	journal_end(job->filter->journal, &job->work.ticket, job->scanned);
	buf_init(&answer, PROTO_LINE_MAX);
	job_response(job, &answer);
	probe_finish(job->probe, fault(job, &answer),
	    clock_mono_ms() - job->entry.since_ms);
	buf_fini(&answer);
}
