/* Zip records (APPNOTE.TXT 4.3). Pure functions. */
#ifndef ARCHIVE_ZIP_PRIV_H
#define ARCHIVE_ZIP_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "archive_walk.h"

/*
 * ARCHIVE_OURS when a record, in the directory or before a member, names a
 * method that the engine does not know, or encryption; else ARCHIVE_ENGINE.
 */
enum archive_kind zip_sniff(const unsigned char *data, size_t len);

/* A zip may have anything before it; what tells is the record at its end. */
bool zip_ends(const unsigned char *data, size_t len);

#endif
