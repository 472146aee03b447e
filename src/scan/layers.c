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

/* Containers of files, of which each becomes a temporary file of its own. */
static bool
is_plain(const char *type)
{
	static const char *const plain[] = {"CL_TYPE_MAIL", "CL_TYPE_ZIP",
	    "CL_TYPE_GZ", "CL_TYPE_BZ", "CL_TYPE_XZ", "CL_TYPE_7Z",
	    "CL_TYPE_POSIX_TAR", "CL_TYPE_OLD_TAR"};
	size_t i;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (type != NULL && strcmp(type, plain[i]) == 0)
			return true;
	return false;
}

/* Levels that the engine did not tell of may be anything. */
static bool
is_taken_alone(const struct layers *l, const struct layer *layer)
{
	unsigned outer = layer->level - 1;

	if (layer->level == 0)
		return true;
	return outer <= l->depth && l->kept[outer].plain && layer->fd != -1 &&
	       layer->fd != l->kept[outer].fd;
}

bool
layers_enter(struct layers *l, const struct layer *layer)
{
	unsigned level = layer->level;
	bool alone = level < LAYERS_MAX && is_taken_alone(l, layer);

	if (level >= LAYERS_MAX)
		return false;
	l->kept[level].fd = layer->fd;
	l->kept[level].plain = alone && is_plain(layer->type);
	if (level == 0)
		return alone;
	while (l->depth >= level)
		layers_leave(l);
	l->depth = level;
	if (layer->name != NULL)
		l->names[level] = mem_strndup(
		    layer->name, strnlen(layer->name, LAYER_NAME_MAX));
	return alone;
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
