/*
 * Header fields from any text: ASCII as it is, everything else as encoded
 * words (RFC 2047), folded. Pure functions; any thread may call.
 */
#ifndef FIELD_OUT_PRIV_H
#define FIELD_OUT_PRIV_H

#include "buf.h"

enum {
	FIELD_LINE_MAX = 76, /* columns before a field is folded */
	FIELD_MAX = 998      /* bytes of a field that every server takes */
};

/*
 * Adds "Name: value" without a line end; "\n " stands where it is folded, and
 * no line of it is empty. What is harmful in the value (control characters,
 * bytes that are not UTF-8) is escaped. A value that is too long for
 * FIELD_MAX is cut between two words.
 */
void field_out_add(struct buf *out, const char *name, const char *value);

#endif
