/*
 * Where a configuration file is, and its bytes.
 */
#ifndef PLACE_PRIV_H
#define PLACE_PRIV_H

#include "buf.h"
#include "err.h"

/*
 * The folder of a file as an absolute path without symbolic links; NULL with
 * a text when it does not exist. To be freed by the caller.
 */
char *place_folder(const char *path, struct err *e);

/* The last part of a path, inside the path. */
const char *place_base(const char *path);

/* Adds the bytes of a regular file of at most CONFIG_FILE_MAX to `out`. */
int place_read(const char *path, struct buf *out, struct err *e);

#endif
