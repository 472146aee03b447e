/* What the sources of the quarantine share. */
#ifndef QUARANTINE_PRIV_H
#define QUARANTINE_PRIV_H

#include "buf.h"
#include "quarantine.h"

/* Writes the record of a message that is being stored. */
void quarantine_describe(
    const struct quarantine_item *item, const char *id, struct buf *out);

/* Writes ID.json in the folder of its day. */
int quarantine_write_record(
    int day_fd, const char *id, const struct buf *text, struct err *e);

#endif
