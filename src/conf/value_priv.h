/*
 * Values of options: from text to a field of a struct and back.
 */
#ifndef VALUE_PRIV_H
#define VALUE_PRIV_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"
#include "option_priv.h"

/*
 * What is put between the lines of a value that goes on in further lines;
 * NULL for types whose values may not.
 */
const char *value_join(enum option_type type);

/*
 * Reads a value into the option's field of `record`, which is the struct that
 * the option's offset is for; options of type PATH are in struct config and
 * joined to its folder. Texts are allocated and belong to the field, which
 * must be zeroed. Returns 0, or -1 with what is wrong and what to write.
 */
int value_parse(
    const struct option *o, const char *text, void *record, struct err *e);

/* Writes a value so that value_parse reads the same from it. */
void value_format(const struct option *o, const void *record, struct buf *out);

/*
 * Copies a field from one struct to another of its kind. A text is shared
 * then, and still belongs to the first.
 */
void value_copy(const struct option *o, const void *from, void *to);

/* Frees what the field owns. */
void value_fini(const struct option *o, void *record);

#endif
