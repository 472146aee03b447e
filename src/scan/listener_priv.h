/*
 * What a scan of the engine is heard to say, and what of it goes on to the
 * sink. Belongs to one scan and one thread.
 */
#ifndef LISTENER_PRIV_H
#define LISTENER_PRIV_H

#include <stdbool.h>

#include "allow_list_priv.h"
#include "layers_priv.h"
#include "silent_priv.h"
#include "trap_priv.h"

struct listener {
	const struct engine_sink *sink;
	const char *place;
	struct layers layers;
	struct silent silent;
	const struct allow_list *allowed; /* files known as false alarms */
	bool told; /* something that the next scan has to tell as well */
};

/* A match at the place where the engine is now. A name of NULL is none. */
void listener_match(struct listener *l, const char *name);

/* The engine comes to a layer. Whether it is to look into it. */
bool listener_layer(struct listener *l, const struct layer *layer);

/* The scan is over, and this fell into the trap meanwhile. */
void listener_end(struct listener *l, const struct trap *caught);

#endif
