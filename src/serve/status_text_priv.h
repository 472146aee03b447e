/* A status as text, a line for each thing. Pure functions. */
#ifndef STATUS_TEXT_PRIV_H
#define STATUS_TEXT_PRIV_H

#include "buf.h"
#include "status_file.h"

void status_text_write(const struct status *status, struct buf *out);

/* The text is changed. Lines that are not understood are passed over. */
void status_text_read(char *text, struct status *status_r);

#endif
