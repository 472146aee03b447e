/* Where the engine is while it scans. */
#include "layers_priv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "text.h"

enum { WHERE_MAX = 2048 };

void
layers_leave(struct layers *l)
{
	if (l->depth == 0)
		return;
	free(l->names[l->depth]);
	l->names[l->depth--] = NULL;
}

/*
 * A part of a mail that has a temporary file of its own. Deeper layers may be
 * looked at with less care: those in a disk or a program, pieces of the one
 * around them, and what is in a file that is known as a false alarm.
 */
static bool
is_part(const struct layers *l, const struct layer *layer)
{
	return layer->level == 1 && l->in_mail && layer->fd != -1;
}

bool
layers_enter(struct layers *l, const struct layer *layer)
{
	unsigned level = layer->level;

	if (level == 0) {
		l->in_mail = layer->type != NULL &&
			     strcmp(layer->type, "CL_TYPE_MAIL") == 0;
		return true;
	}
	if (level >= LAYERS_MAX)
		return false;
	while (l->depth >= level)
		layers_leave(l);
	l->depth = level;
	if (layer->name != NULL)
		l->names[level] = mem_strndup(
		    layer->name, strnlen(layer->name, LAYER_NAME_MAX));
	return is_part(l, layer);
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

bool
layers_tell(
    const struct layers *l, const char *place, const struct engine_sink *sink)
{
	const char *name = layers_name(l);
	char *where;

	if (name != NULL && sink->name != NULL) {
		where = layers_where(l, place);
		sink->name(sink->arg, name, where);
		free(where);
	}
	return name != NULL;
}

void
layers_fini(struct layers *l)
{
	while (l->depth > 0)
		layers_leave(l);
}
