/* What one message may cost. */
#include "budget.h"

#include <stddef.h>

static bool
exceed(struct budget *b, const char *what)
{
	if (b->exceeded == NULL)
		b->exceeded = what;
	return false;
}

bool
budget_ok(struct budget *b)
{
	if (b->exceeded != NULL)
		return false;
	if (b->deadline_ms != 0 && b->now_ms() >= b->deadline_ms)
		return exceed(b, "scan_time");
	return true;
}

bool
budget_file(struct budget *b)
{
	if (!budget_ok(b))
		return false;
	if (b->files >= b->files_max)
		return exceed(b, "files");
	b->files++;
	return true;
}

bool
budget_bytes(struct budget *b, uint64_t n, uint64_t of_file)
{
	if (!budget_ok(b))
		return false;
	if (of_file > b->file_max)
		return exceed(b, "file_size");
	if (n > b->bytes_max - b->bytes)
		return exceed(b, "scan_size");
	b->bytes += n;
	return true;
}

bool
budget_depth(struct budget *b, unsigned depth)
{
	if (b->exceeded != NULL)
		return false;
	if (depth > b->depth_max)
		return exceed(b, "depth");
	return true;
}
