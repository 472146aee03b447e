/* The account of a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "load_priv.h"
#include "mem.h"

/* The number behind `key` in /proc/PID/status. */
static long
read_status(pid_t pid, const char *key)
{
	char path[64], line[256];
	long kib = -1;
	FILE *fp;

	(void)snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	fp = fopen(path, "re");
	if (fp == NULL)
		return -1;
	while (kib == -1 && fgets(line, sizeof(line), fp) != NULL)
		if (strncmp(line, key, strlen(key)) == 0)
			kib = strtol(line + strlen(key), NULL, 10);
	(void)fclose(fp);
	return kib;
}

static double
to_seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

/* Our own children count as well, once they have ended. */
struct load_usage
load_usage(pid_t pid)
{
	struct load_usage u = {0};
	struct rusage r;
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) == 0 &&
	    clock_gettime(clock, &ts) == 0)
		u.cpu_s = (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
	if (pid == getpid() && getrusage(RUSAGE_CHILDREN, &r) == 0)
		u.cpu_s += to_seconds(&r.ru_utime) + to_seconds(&r.ru_stime);
	u.rss_kib = read_status(pid, "VmRSS:");
	u.peak_kib = read_status(pid, "VmHWM:");
	return u;
}

static int
by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
print_latency(const struct load *l, size_t first)
{
	size_t n = l->n - first, i;
	uint32_t *all = mem_zalloc(n, sizeof(*all));

	for (i = 0; i < n; i++)
		all[i] = l->messages[first + i].took_us;
	qsort(all, n, sizeof(*all), by_value);
	(void)printf(", \"latency_us\": {\"p50\": %u, \"p95\": %u, "
		     "\"p99\": %u, \"max\": %u}",
	    all[(n - 1) / 2], all[(n - 1) * 95 / 100], all[(n - 1) * 99 / 100],
	    all[n - 1]);
	free(all);
}

static int
write_list(const struct load *l, struct err *e)
{
	FILE *fp;
	size_t n;

	if (l->args->list == NULL)
		return 0;
	fp = fopen(l->args->list, "we");
	if (fp == NULL)
		return err_sys(e, "%s", l->args->list);
	n = fwrite(l->names.data, 1, l->names.len, fp);
	if (fclose(fp) == EOF || n != l->names.len)
		return err_sys(e, "%s", l->args->list);
	return 0;
}

int
load_print(const struct load *l, struct err *e)
{
	double seconds = (double)(l->end_us - l->start_us) / 1e6;
	size_t first = (size_t)l->args->warm_up, i;
	size_t found = 0, failed = 0, bytes = 0;

	for (i = 0; i < l->n; i++) {
		found += l->messages[i].found;
		failed += l->messages[i].failed;
		bytes += i < first ? 0 : l->messages[i].len;
	}
	(void)printf("{\"messages\": %zu, \"found\": %zu, \"failed\": %zu, "
		     "\"seconds\": %.6f, \"per_second\": %.1f, "
		     "\"megabytes_per_second\": %.2f",
	    l->n - first, found, failed, seconds,
	    (double)(l->n - first) / seconds, (double)bytes / 1e6 / seconds);
	print_latency(l, first);
	(void)printf(", \"run_cpu_s\": %.6f, \"engine_kib\": %ld, "
		     "\"end_kib\": %ld, \"peak_kib\": %ld}\n",
	    l->at_end.cpu_s - l->at_start.cpu_s, l->before.rss_kib,
	    l->at_end.rss_kib, l->at_end.peak_kib);
	return write_list(l, e);
}
