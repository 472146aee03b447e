/* Where the engine is while it scans. */
#include "layers_priv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "text.h"

enum { WHERE_MAX = 2048 };

static void
leave(struct layers *l)
{
	l->passing = false;
	if (l->depth == 0)
		return;
	free(l->names[l->depth]);
	l->names[l->depth--] = NULL;
}

void
layers_stay(struct layers *l)
{
	l->passing = false;
}

void
layers_pass(struct layers *l)
{
	if (l->passing)
		leave(l);
}

void
layers_leave(struct layers *l)
{
	layers_pass(l);
	leave(l);
}

void
layers_enter(struct layers *l, unsigned level, const char *name)
{
	if (level == 0 || level >= LAYERS_MAX)
		return;
	while (l->depth >= level)
		leave(l);
	l->depth = level;
	l->passing = true;
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

const char *
layers_name(const struct layers *l)
{
	const char *name = l->names[l->depth];

	return is_telling(name) ? name : NULL;
}

char *
layers_where(const struct layers *l, const char *place)
{
	struct buf where;
	unsigned i;
	char *own;

	buf_init(&where, WHERE_MAX);
	(void)buf_adds(&where, place);
	for (i = 1; i <= l->depth; i++)
		if (is_telling(l->names[i]))
			(void)buf_addf(&where, "/%s",
			    l->names[i] + strspn(l->names[i], "/"));
	own = mem_strdup(where.data);
	buf_fini(&where);
	return own;
}

void
layers_fini(struct layers *l)
{
	while (l->depth > 0)
		leave(l);
}
