/* Where the engine is while it scans. */
#include "layers_priv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

void
layers_leave(struct layers *l)
{
	if (l->depth == 0)
		return;
	free(l->names[l->depth]);
	l->names[l->depth--] = NULL;
}

void
layers_enter(struct layers *l, unsigned level, const char *name)
{
	if (level == 0 || level >= LAYERS_MAX)
		return;
	while (l->depth >= level)
		layers_leave(l);
	l->depth = level;
	if (name != NULL)
		l->names[level] =
		    mem_strndup(name, strnlen(name, LAYER_NAME_MAX));
}

/* The engine's own temporary files have names that tell nobody anything. */
static bool
is_telling(const char *name)
{
	return name != NULL && !text_glob("clamav-*.tmp*", name);
}

void
layers_where(const struct layers *l, struct buf *where)
{
	unsigned i;

	for (i = 1; i <= l->depth; i++)
		if (is_telling(l->names[i]))
			(void)buf_addf(where, "/%s",
			    l->names[i] + strspn(l->names[i], "/"));
}

void
layers_fini(struct layers *l)
{
	while (l->depth > 0)
		layers_leave(l);
}
