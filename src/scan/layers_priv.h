/*
 * Where the engine is while it scans: the names of the layers around it, such
 * as an archive inside a mail. Belongs to one scan and one thread.
 */
#ifndef LAYERS_PRIV_H
#define LAYERS_PRIV_H

#include <stdbool.h>

enum { LAYERS_MAX = 64, LAYER_NAME_MAX = 255 };

struct layers {
	char *names[LAYERS_MAX]; /* NULL where unknown; 0 is the outermost */
	unsigned depth;
	bool passing; /* the innermost one may not be looked into */
};

/*
 * The engine looks at a layer of this level now; `name` may be NULL. Layers
 * of the same or a deeper level are left by that.
 */
void layers_enter(struct layers *l, unsigned level, const char *name);

/* The engine looks into that layer; it remembers the others. */
void layers_stay(struct layers *l);

/* Leaves a layer that the engine has passed over, if it has. */
void layers_pass(struct layers *l);

/* The engine is done with the innermost layer that it looked into. */
void layers_leave(struct layers *l);

/* The innermost layer's name; NULL when it has none that tells anything. */
const char *layers_name(const struct layers *l);

/*
 * The place, then "/" and the name of each layer that has one. To be freed by
 * the caller.
 */
char *layers_where(const struct layers *l, const char *place);

void layers_fini(struct layers *l);

#endif
