/*
 * One FILE request from line to answer. Whatever happens to it, it gets
 * exactly one response; that is asserted when the job is freed.
 */
#ifndef JOB_H
#define JOB_H

#include "filter.h"
#include "proto.h"
#include "queue.h"

/*
 * Makes a job for a FILE request. The answer may be given by any later call.
 * The item belongs to a pool until job_run is called with it.
 */
struct queue_item *job_new(struct filter *f, const struct request *request);

/*
 * Does all the work, answers, logs and frees the job. Waits for the first
 * definitions to be loaded. For pool_open: `arg` is the struct filter.
 */
void job_run(void *arg, struct queue_item *item);

#endif
