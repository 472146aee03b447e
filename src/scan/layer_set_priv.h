/*
 * What the engine has been given to look at, so that the second look does not
 * give it the same again. Belongs to one scan and one thread.
 */
#ifndef LAYER_SET_PRIV_H
#define LAYER_SET_PRIV_H

#include <stdbool.h>
#include <stddef.h>

struct layer_set;

struct layer_set *layer_set_new(void);
void layer_set_free(struct layer_set **set);

/* An empty layer is none. */
void layer_set_add(struct layer_set *set, const void *data, size_t len);

/* Whether exactly these bytes were added. */
bool layer_set_has(const struct layer_set *set, const void *data, size_t len);

#endif
