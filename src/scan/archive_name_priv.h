/* Names of members. What is returned is freed with free(). Pure functions. */
#ifndef ARCHIVE_NAME_PRIV_H
#define ARCHIVE_NAME_PRIV_H

#include "archive_walk.h"

/* UTF-8 of at most ARCHIVE_NAME_MAX bytes; NULL for none. */
char *archive_name(const char *raw);

/* The same for a name whose bytes were each taken for one of Latin-1. */
char *archive_latin1_name(const char *utf8);

/* "report.tar" of "report.tar.zst"; NULL when the end says nothing. */
char *archive_stream_name(const char *outer);

/* The place of a member in the archive at `where`; `name` may be NULL. */
char *archive_place(const char *where, const char *name);

#endif
