/* Memory used and left. */
#include "memory.h"

#include <malloc.h>

#include "cgroup_priv.h"
#include "procfs_priv.h"

/* Bytes: pieces with a mapping of their own, and the free end of a heap. */
enum { MAPPED_MIN = 1024 * 1024, KEPT_MAX = 256 * 1024 };

enum { GIVE_BACK_MS = 3000 };

uint64_t
memory_used(void)
{
	return procfs_number("/proc/self/status", "VmRSS:", 0) * 1024;
}

uint64_t
memory_left(void)
{
	uint64_t machine =
	    procfs_number("/proc/meminfo", "MemAvailable:", UINT64_MAX / 1024);
	uint64_t group = cgroup_left("/proc/self/cgroup", "/sys/fs/cgroup");

	machine *= 1024;
	return group < machine ? group : machine;
}

/*
 * As long as neither threshold is set, both rise with the largest piece that
 * was freed, up to 64 MB, and malloc_trim leaves the ends of the heaps of
 * threads alone. Small pieces that wait to be used again, unjoined, would have
 * the same effect: what malloc_trim joins to the end of such a heap stays.
 */
void
memory_tune(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, MAPPED_MIN);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_MAX);
	(void)mallopt(M_MXFAST, 0);
}

void
memory_give_back(void)
{
	(void)malloc_trim(0);
}

bool
memory_due(struct memory_turn *turn, uint64_t answered, uint64_t mono_ms)
{
	bool quiet = answered == turn->answered;

	turn->answered = answered;
	if (!quiet)
		turn->given = false;
	if (turn->given || mono_ms - turn->given_ms < GIVE_BACK_MS)
		return false;
	turn->given_ms = mono_ms;
	turn->given = quiet;
	return true;
}
