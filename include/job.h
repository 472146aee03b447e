/*
 * One FILE request from line to answer. Whatever happens to it, it gets
 * exactly one response; that is asserted when the job is freed.
 */
#ifndef JOB_H
#define JOB_H

#include "filter.h"
#include "pool.h"
#include "proto.h"
#include "queue.h"

/*
 * Makes a job for a FILE request and enters it into the filter's roster. It
 * belongs to a pool until job_run is called with it.
 */
struct queue_item *job_new(struct filter *f, const struct request *request);

struct probe;

/* A job that tries the program itself; see job_probe.c. */
struct queue_item *job_new_probe(struct filter *f, struct probe *probe);

/*
 * Does all the work, answers, logs and frees the job; for pool_open. A large
 * message is handed back once, as a heavy one. Waits for the first
 * definitions to be loaded.
 */
enum pool_outcome job_run(void *arg, struct queue_item *item, bool heavy);

/*
 * Answers the jobs that wait for the quota, as far as it has room or they
 * have waited long enough; all of them when the program is ending. Main
 * thread.
 */
void job_release_held(struct filter *f, bool ending);

/*
 * Answers the oldest request that came before `before_ms` and has no answer,
 * as one that could not be scanned for the reason given. False when there is
 * none. `in_work_r` tells whether a worker is at it. Main thread.
 */
bool job_answer_overdue(
    struct filter *f, uint64_t before_ms, const char *reason, bool *in_work_r);

#endif
