/*
 * Memory limits of control groups. A group's own limit says nothing of those
 * above it, so each is asked on the way up to the top. A path that is not
 * there is that of a container, whose own group is what it sees as the top.
 */
#include "cgroup_priv.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "procfs_priv.h"

struct version {
	const char *mount; /* below `mounts` */
	const char *limit, *used;
	const char *stat; /* what could be dropped, a line of memory.stat */
};

static const struct version first = {"/memory", "memory.limit_in_bytes",
    "memory.usage_in_bytes", "total_inactive_file "};
static const struct version second = {
    "", "memory.max", "memory.current", "inactive_file "};
/* Beside the first version, for other controllers. */
static const struct version hybrid = {
    "/unified", "memory.max", "memory.current", "inactive_file "};

static uint64_t
read_in(const char *folder, const char *name, const char *key, uint64_t none)
{
	char *path = mem_printf("%s/%s", folder, name);
	uint64_t number = procfs_number(path, key, none);

	free(path);
	return number;
}

static uint64_t
left_in(const char *folder, const struct version *v)
{
	uint64_t limit = read_in(folder, v->limit, "", UINT64_MAX);
	uint64_t used, droppable;

	if (limit == UINT64_MAX)
		return UINT64_MAX;
	used = read_in(folder, v->used, "", 0);
	droppable = read_in(folder, "memory.stat", v->stat, 0);
	used -= droppable < used ? droppable : used;
	return used < limit ? limit - used : 0;
}

/* From the group at `path` up to the top. */
static uint64_t
left_above(const char *mounts, const struct version *v, const char *path)
{
	char *folder = mem_printf("%s%s%s", mounts, v->mount, path);
	size_t top = strlen(mounts) + strlen(v->mount);
	uint64_t left = UINT64_MAX, here;
	char *slash;

	for (;;) {
		here = left_in(folder, v);
		if (here < left)
			left = here;
		slash = strrchr(folder, '/');
		if (strlen(folder) <= top || slash == NULL)
			break;
		*slash = '\0';
	}
	free(folder);
	return left;
}

static bool
names_memory(const char *controllers, size_t len)
{
	static const char word[] = "memory";
	size_t n;

	for (; len > 0; controllers += n, len -= n) {
		n = strcspn(controllers, ",:");
		if (n == sizeof(word) - 1 && memcmp(controllers, word, n) == 0)
			return true;
		if (n < len)
			n++;
	}
	return false;
}

/* A line NUMBER:CONTROLLERS:PATH; the second version has no controllers. */
static uint64_t
left_of_line(const char *mounts, char *line)
{
	char *controllers = strchr(line, ':'), *path;
	uint64_t left, other;

	line[strcspn(line, "\n")] = '\0';
	path = controllers != NULL ? strchr(controllers + 1, ':') : NULL;
	if (path == NULL)
		return UINT64_MAX;
	controllers++;
	if (names_memory(controllers, (size_t)(path - controllers)))
		return left_above(mounts, &first, path + 1);
	if (controllers != path)
		return UINT64_MAX;
	left = left_above(mounts, &second, path + 1);
	other = left_above(mounts, &hybrid, path + 1);
	return left < other ? left : other;
}

uint64_t
cgroup_left(const char *groups, const char *mounts)
{
	uint64_t left = UINT64_MAX, here;
	FILE *f = fopen(groups, "re");
	char *line = NULL;
	size_t size = 0;

	if (f == NULL)
		return left;
	while (getline(&line, &size, f) > 0) {
		here = left_of_line(mounts, line);
		if (here < left)
			left = here;
	}
	free(line);
	(void)fclose(f);
	return left;
}
