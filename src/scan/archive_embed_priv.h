/*
 * Files in what is no archive, for the walk: in XML documents and in
 * ActiveMime, and a PDF behind something else. A walk belongs to one thread.
 */
#ifndef ARCHIVE_EMBED_PRIV_H
#define ARCHIVE_EMBED_PRIV_H

#include "archive_walk_priv.h"

/* May a file of which this is all, or the start, hold such files? Pure. */
bool embed_may_start(const unsigned char *data, size_t len);

/* Hands them out and walks what is in them. */
void embed_walk(struct trip *t, const struct archive_in *in);

#endif
