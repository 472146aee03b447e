/*
 * Headers of a message for log lines. This is no MIME parser: it looks for a
 * name at the start of a line, within bounds. Pure; any thread may call.
 */
#ifndef HEADER_PRIV_H
#define HEADER_PRIV_H

#include "slice.h"

/*
 * The raw value of the first header field with this name (ASCII case is
 * ignored) in the first MESSAGE_HEADERS_MAX bytes of the header block: with
 * its folded lines, without blanks at both ends, cut at MESSAGE_VALUE_MAX.
 * Empty when there is none.
 */
void header_find(struct slice message, const char *name, struct slice *value_r);

#endif
