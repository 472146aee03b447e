/*
 * The header fields of a message (RFC 5322). Pure functions; any thread may
 * call. Broken fields are read as far as possible.
 */
#ifndef FIELD_PRIV_H
#define FIELD_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "slice.h"

enum { FIELDS_MAX = 256 * 1024 /* bytes of a header block looked at */ };

struct field {
	struct slice name;
	struct slice raw; /* perhaps folded and encoded */
};

/*
 * The next field of the message that begins at `message`. `*pos` is 0 before
 * the first call and is moved on; false at the end of the header block, where
 * `*pos` is FIELDS_MAX when it was not looked at to its end.
 */
bool field_next(struct slice message, size_t *pos, struct field *field_r);

bool field_is(const struct field *field, const char *name);

#endif
