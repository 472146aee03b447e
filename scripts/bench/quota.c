/*
 * How many messages per second the quota counts: one thread, then several at
 * once, each with its own look at the clocks, as a worker has.
 *
 * usage: bench-quota [THREADS [SECONDS]]
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "quota.h"

enum { THREADS_MAX = 64, BATCH = 1000, WANTED = 1000000, CPU_NS = 1000000000 };

struct worker {
	pthread_t thread;
	struct quota *quota;
	struct moment now;
	uint64_t until_ms, counted, cpu_ns;
};

static uint64_t
cpu_ns(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * CPU_NS + (uint64_t)ts.tv_nsec;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct quota_answer answer;
	const uint64_t before = cpu_ns();
	int i;

	do {
		for (i = 0; i < BATCH; i++) {
			clock_again(&w->now);
			quota_admit(w->quota, &w->now, &answer);
			w->counted += answer.admitted;
		}
	} while (w->now.boot_ms < w->until_ms);
	w->cpu_ns = cpu_ns() - before;
	return NULL;
}

/* Returns the lowest rate of a thread, by the processor time it had. */
static double
run(struct quota *q, int threads, double seconds)
{
	struct worker w[THREADS_MAX];
	struct moment now;
	uint64_t sum = 0;
	double rate, lowest = 0;
	int i;

	clock_moment(&now);
	for (i = 0; i < threads; i++) {
		w[i] = (struct worker){.quota = q,
		    .now = now,
		    .until_ms = now.boot_ms + (uint64_t)(seconds * 1000)};
		if (pthread_create(&w[i].thread, NULL, work, &w[i]) != 0)
			abort();
	}
	for (i = 0; i < threads; i++) {
		(void)pthread_join(w[i].thread, NULL);
		rate = (double)w[i].counted / (double)w[i].cpu_ns * CPU_NS;
		if (i == 0 || rate < lowest)
			lowest = rate;
		sum += w[i].counted;
	}
	(void)printf("%2d thread%s: %11.0f messages per second together, "
		     "%11.0f per second of a thread's processor time\n",
	    threads, threads == 1 ? " " : "s", (double)sum / seconds, lowest);
	return lowest;
}

int
main(int argc, char **argv)
{
	const struct quota_settings settings = {
	    .limit = WINDOW_LIMIT_MAX, .percents = 2, .percent = {80, 95}};
	const long threads = argc > 1 ? strtol(argv[1], NULL, 10) : 4;
	const double seconds = argc > 2 ? strtod(argv[2], NULL) : 1;
	char folder[] = "/tmp/bench-quota.XXXXXX";
	char *file = NULL;
	struct quota *q;
	struct moment now;
	struct err said;
	double lowest;

	if (threads < 1 || threads > THREADS_MAX || mkdtemp(folder) == NULL)
		return 2;
	clock_moment(&now);
	q = quota_open(folder, &settings, &now, &said);
	lowest = run(q, 1, seconds);
	if (threads > 1 && lowest >= WANTED)
		lowest = run(q, (int)threads, seconds);
	quota_close(&q);
	file = mem_printf("%s/quota", folder);
	(void)unlink(file);
	free(file);
	file = mem_printf("%s/quota.copy", folder);
	(void)unlink(file);
	free(file);
	(void)rmdir(folder);
	if (lowest < WANTED)
		(void)printf("fewer than %d per second\n", WANTED);
	return lowest < WANTED;
}
