/* The memory limits of the control groups that the process is in. */
#ifndef CGROUP_PRIV_H
#define CGROUP_PRIV_H

#include <stdint.h>

/*
 * What is left of the smallest limit of the groups named in the file `groups`
 * (/proc/self/cgroup) and of those above them, in bytes; file pages that the
 * kernel would drop count as left. `mounts` is where the hierarchies of both
 * versions are mounted (/sys/fs/cgroup). UINT64_MAX without a limit. Any
 * thread may call. Source: the kernel's cgroup-v1/memory and cgroup-v2 texts.
 */
uint64_t cgroup_left(const char *groups, const char *mounts);

#endif
