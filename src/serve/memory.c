/* Memory used and left. */
#include "memory.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CGROUP_MAX     "/sys/fs/cgroup/memory.max"
#define CGROUP_CURRENT "/sys/fs/cgroup/memory.current"

/* Bytes: pieces with a mapping of their own, and the free end of a heap. */
enum { MAPPED_MIN = 1024 * 1024, KEPT_MAX = 256 * 1024 };

/* The number in the first line of `path` that starts with `key`. */
static uint64_t
read_number(const char *path, const char *key, uint64_t otherwise)
{
	FILE *f = fopen(path, "re");
	char line[256];
	const char *number;
	uint64_t found = otherwise;

	if (f == NULL)
		return otherwise;
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, key, strlen(key)) == 0) {
			number = line + strlen(key);
			number += strspn(number, " \t");
			if (*number >= '0' && *number <= '9')
				found = strtoull(number, NULL, 10);
			break;
		}
	(void)fclose(f);
	return found;
}

uint64_t
memory_used(void)
{
	return read_number("/proc/self/status", "VmRSS:", 0) * 1024;
}

uint64_t
memory_left(void)
{
	uint64_t machine =
	    read_number("/proc/meminfo", "MemAvailable:", UINT64_MAX / 1024);
	uint64_t limit = read_number(CGROUP_MAX, "", UINT64_MAX);
	uint64_t used = read_number(CGROUP_CURRENT, "", 0);
	uint64_t group = limit == UINT64_MAX ? UINT64_MAX
			 : limit > used      ? limit - used
					     : 0;

	machine *= 1024;
	return group < machine ? group : machine;
}

/*
 * As long as neither is set, both rise with the largest piece that was freed,
 * up to 64 MB, and malloc_trim leaves the ends of the heaps of threads alone.
 */
void
memory_tune(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, MAPPED_MIN);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_MAX);
}

void
memory_give_back(void)
{
	(void)malloc_trim(0);
}
