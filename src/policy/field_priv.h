/*
 * The header fields of a message, decoded (RFC 5322, RFC 2047). Pure
 * functions; any thread may call. Broken fields are read as far as possible.
 */
#ifndef FIELD_PRIV_H
#define FIELD_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "slice.h"

enum {
	FIELDS_MAX = 256 * 1024,    /* bytes of a header block looked at */
	FIELD_VALUE_MAX = 64 * 1024 /* bytes of one decoded value */
};

struct field {
	struct slice name;
	struct slice raw; /* perhaps folded and encoded */
};

/*
 * The next field of the message that begins at `message`. `*pos` is 0 before
 * the first call and is moved on; false at the end of the header block.
 */
bool field_next(struct slice message, size_t *pos, struct field *field_r);

bool field_is(const struct field *field, const char *name);

/*
 * Adds the value as UTF-8 in one line: encoded words decoded, also where two
 * of them share a character; bytes outside of them by guess.
 */
void field_decode(struct slice raw, struct buf *out);

#endif
