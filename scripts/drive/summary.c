/* The end of a run in words and as one JSON object. */
#include <stdio.h>

#include "drive.h"

struct figures {
	double seconds;
	double per_s;
	struct tally_latency latency;
};

static struct figures
figure(const struct drive *d)
{
	struct figures f = {0};
	size_t first = (size_t)d->args->warm_up;

	f.seconds = (double)(d->last_us - d->first_us) / 1e6;
	if (f.seconds > 0 && d->tally.answered > first)
		f.per_s = (double)(d->tally.answered - first) / f.seconds;
	tally_latency(&d->tally, first, &f.latency);
	return f;
}

void
drive_print(const struct drive *d)
{
	const struct tally *t = &d->tally;
	struct figures f = figure(d);
	int i;

	(void)printf("requests     %zu, answered %zu\n", t->total, t->answered);
	for (i = 0; i < ANSWER_INTF; i++)
		if (t->kinds[i] > 0)
			(void)printf(
			    "  %-10s %zu\n", answer_name(i), t->kinds[i]);
	(void)printf("information  %zu lines\n", t->kinds[ANSWER_INFO]);
	(void)printf("time         %.3f s, %.0f messages per second\n",
	    f.seconds, f.per_s);
	(void)printf("latency      p50 %u, p95 %u, p99 %u, max %u us\n",
	    f.latency.p50_us, f.latency.p95_us, f.latency.p99_us,
	    f.latency.max_us);
	(void)printf(
	    "handshake    %llu us\n", (unsigned long long)d->handshake_us);
	(void)printf("processor    %.3f s\n", d->child.cpu_s);
	(void)printf("memory       peak %ld KiB", d->child.peak_kb);
	if (d->at_mark.rss_kb > 0)
		(void)printf(", %ld KiB after %ld answers", d->at_mark.rss_kb,
		    d->args->mark);
	(void)printf(", %ld KiB at the end\n", d->at_end.rss_kb);
	(void)printf("open files   ");
	if (d->at_mark.rss_kb > 0)
		(void)printf(
		    "%ld after %ld answers, ", d->at_mark.fds, d->args->mark);
	(void)printf("%ld at the end\n", d->at_end.fds);
	(void)printf("lives        %zu, reloads %zu, exit code %d\n", d->lives,
	    d->hups, d->code);
	for (i = 0; i < TALLY_FAULT_COUNT; i++)
		if (t->faults[i] > 0)
			(void)printf("FAULT        %s: %zu\n",
			    tally_fault_name(i), t->faults[i]);
	(void)printf(
	    "result       %s\n", tally_faults(t) == 0 ? "good" : "NOT good");
	if (d->child.said.len > 0)
		(void)printf(
		    "--- stderr of the filter\n%s\n", d->child.said.data);
}

void
drive_print_json(const struct drive *d)
{
	const struct tally *t = &d->tally;
	struct figures f = figure(d);
	int i;

	(void)printf(
	    "{\"requests\": %zu, \"answered\": %zu", t->total, t->answered);
	for (i = 0; i < ANSWER_INTF; i++)
		(void)printf(", \"%s\": %zu", answer_name(i), t->kinds[i]);
	(void)printf(", \"information\": %zu", t->kinds[ANSWER_INFO]);
	for (i = 0; i < TALLY_FAULT_COUNT; i++)
		(void)printf(
		    ", \"%s\": %zu", tally_fault_name(i), t->faults[i]);
	(void)printf(
	    ", \"seconds\": %.6f, \"per_second\": %.1f", f.seconds, f.per_s);
	(void)printf(", \"latency_us\": {\"p50\": %u, \"p95\": %u, "
		     "\"p99\": %u, \"max\": %u}",
	    f.latency.p50_us, f.latency.p95_us, f.latency.p99_us,
	    f.latency.max_us);
	(void)printf(", \"handshake_us\": %llu, \"cpu_s\": %.6f, "
		     "\"run_cpu_s\": %.6f, \"first_kb\": %ld",
	    (unsigned long long)d->handshake_us, d->child.cpu_s,
	    d->at_end.cpu_s - d->at_first.cpu_s, d->at_first.rss_kb);
	(void)printf(", \"peak_kb\": %ld, \"mark\": %ld, \"mark_kb\": %ld, "
		     "\"end_kb\": %ld",
	    d->child.peak_kb, d->args->mark, d->at_mark.rss_kb,
	    d->at_end.rss_kb);
	(void)printf(", \"mark_fds\": %ld, \"end_fds\": %ld", d->at_mark.fds,
	    d->at_end.fds);
	(void)printf(", \"lives\": %zu, \"reloads\": %zu, \"exit\": %d, "
		     "\"stderr_bytes\": %zu, \"good\": %s}\n",
	    d->lives, d->hups, d->code, d->child.said.len,
	    tally_faults(t) == 0 ? "true" : "false");
}
