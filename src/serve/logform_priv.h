/* How a log line is written down. Pure functions; any thread may call. */
#ifndef LOGFORM_PRIV_H
#define LOGFORM_PRIV_H

#include <stdint.h>

#include "buf.h"
#include "log.h"

/* Enough for all fields at their longest, each byte escaped by JSON. */
enum { LOGFORM_MAX = LOG_FIELDS_MAX * (2 * LOG_VALUE_MAX + 64) };

/* `* ` lines for the server's log: a long one becomes several. */
void logform_server(const char *line, struct buf *out);

/* "2026-11-21T20:56:12.345Z warn ..." */
void logform_text(
    const struct log_record *record, int64_t wall_ms, struct buf *out);

/* An object in one line (RFC 8259), without a line end. */
void logform_json(
    const struct log_record *record, int64_t wall_ms, struct buf *out);

#endif
