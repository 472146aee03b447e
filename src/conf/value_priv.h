/*
 * Values of options: from text to a field of struct config and back.
 */
#ifndef VALUE_PRIV_H
#define VALUE_PRIV_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"
#include "option_priv.h"

/* True for types whose values may go on in further lines. */
bool value_continues(enum option_type type);

/*
 * Reads a value into the option's field of `c`; c->folder is what relative
 * paths are joined to. Texts are allocated and belong to the field, which
 * must be zeroed. Returns 0, or -1 with what is wrong and what to write.
 */
int value_parse(
    const struct option *o, const char *text, struct config *c, struct err *e);

/* Writes a value so that value_parse reads the same from it. */
void value_format(
    const struct option *o, const struct config *c, struct buf *out);

/* Frees what the field owns. */
void value_fini(const struct option *o, struct config *c);

#endif
