/* What a scan of the engine is heard to say. */
#include "listener_priv.h"

#include <stdlib.h>

void
listener_match(struct listener *l, const char *name)
{
	char *where;

	if (name == NULL)
		return;
	l->told = true;
	where = layers_where(&l->layers, l->place);
	l->sink->match(l->sink->arg, name, where);
	free(where);
}

/* What is in a file that is known as a false alarm is none either. */
bool
listener_layer(struct listener *l, const struct layer *layer)
{
	bool alone = layers_enter(&l->layers, layer);
	bool allowed = allow_list_has(l->allowed, layer->bytes, layer->len);
	const char *limit = silent_layer(&l->silent, layer);

	l->told |= layers_tell(&l->layers, l->place, l->sink);
	listener_match(l, allowed ? NULL : limit);
	if (alone && l->sink->layer != NULL && layer->bytes != NULL &&
	    !layer->normalized)
		l->sink->layer(l->sink->arg, layer->bytes, layer->len);
	return !allowed;
}

void
listener_end(struct listener *l, const struct trap *caught)
{
	l->silent.scanned += caught->unpacked;
	layers_fini(&l->layers);
	listener_match(l, silent_end(&l->silent));
	silent_fini(&l->silent);
	listener_match(l, caught->limit);
}
