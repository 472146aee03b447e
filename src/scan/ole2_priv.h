/*
 * Streams of an OLE2 file ("Office 97"). libclamav passes over one that says it
 * is larger than all that may still be scanned, and says nothing of it.
 */
#ifndef OLE2_PRIV_H
#define OLE2_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether one of the streams says that it is larger than `max` bytes. */
bool ole2_claims_more(const void *data, size_t len, uint64_t max);

/* Whether its directory begins as that of a file with streams. */
bool ole2_has_root(const void *data, size_t len);

#endif
