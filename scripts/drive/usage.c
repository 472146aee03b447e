/* What a running process holds and has used. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "child.h"

static long
count_fds(pid_t pid)
{
	char path[64];
	struct dirent *entry;
	long n = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
	dir = opendir(path);
	if (dir == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			n++;
	(void)closedir(dir);
	return n;
}

/* The number behind a word of its status; -1 when there is none. */
static long
read_status(pid_t pid, const char *word)
{
	char path[64], line[256];
	long number = -1;
	FILE *fp;

	(void)snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	fp = fopen(path, "re");
	if (fp == NULL)
		return -1;
	while (number == -1 && fgets(line, sizeof(line), fp) != NULL)
		if (strncmp(line, word, strlen(word)) == 0)
			number = strtol(line + strlen(word), NULL, 10);
	(void)fclose(fp);
	return number;
}

static double
read_cpu_s(pid_t pid)
{
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &ts) != 0)
		return 0;
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int
child_usage(struct child *c, struct child_usage *u_r)
{
	*u_r = (struct child_usage){-1, -1, -1, 0};
	if (c->pid <= 0)
		return -1;
	u_r->rss_kb = read_status(c->pid, "VmRSS:");
	u_r->threads = read_status(c->pid, "Threads:");
	u_r->fds = count_fds(c->pid);
	u_r->cpu_s = read_cpu_s(c->pid);
	if (u_r->rss_kb > c->peak_kb)
		c->peak_kb = u_r->rss_kb;
	return u_r->rss_kb >= 0 && u_r->fds >= 0 ? 0 : -1;
}
