/*
 * Where the engine is while it scans: the names of the layers around it, such
 * as an archive inside a mail. Belongs to one scan and one thread.
 */
#ifndef LAYERS_PRIV_H
#define LAYERS_PRIV_H

#include <stdbool.h>

#include "engine.h"

/* More than [limits] depth can be. */
enum { LAYERS_MAX = 128, LAYER_NAME_MAX = 255 };

struct layers {
	char *names[LAYERS_MAX]; /* NULL where unknown; 0 is the outermost */
	unsigned depth;
	bool in_mail; /* the outermost one is a mail */
};

struct layer {
	unsigned level;
	const char *name;  /* may be NULL */
	const char *type;  /* "CL_TYPE_ZIP"; may be NULL */
	int fd;            /* of the temporary file that holds it, or -1 */
	const void *bytes; /* NULL: they cannot be had */
	size_t len;
	bool normalized; /* the engine has rewritten it to search it */
};

/*
 * The engine looks at this layer now. Layers of the same or a deeper level are
 * left by that. True when it is the outermost one or a part of the mail, which
 * the engine looks at as it would if it were given that alone.
 */
bool layers_enter(struct layers *l, const struct layer *layer);

/* The engine is done with the innermost layer. */
void layers_leave(struct layers *l);

/* The innermost layer's name; NULL when it has none that tells anything. */
const char *layers_name(const struct layers *l);

/*
 * The place, then "/" and the name of each layer that has one. To be freed by
 * the caller.
 */
char *layers_where(const struct layers *l, const char *place);

/* Tells the sink the innermost layer's name. False when there is none. */
bool layers_tell(
    const struct layers *l, const char *place, const struct engine_sink *sink);

void layers_fini(struct layers *l);

#endif
