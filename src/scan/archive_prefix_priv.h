/* Starts of archives inside other data. Pure functions. */
#ifndef ARCHIVE_PREFIX_PRIV_H
#define ARCHIVE_PREFIX_PRIV_H

#include "archive_sniff_priv.h"

/* A RAR, a 7z or a zip of ours behind a program or anything else. */
struct archive_start prefix_find(const unsigned char *data, size_t len);

/* A RAR that starts here: is it one volume of several? */
bool prefix_is_volume(const unsigned char *data, size_t len);

#endif
