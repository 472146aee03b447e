/*
 * A set of byte strings, kept as their lengths and keyed hashes (SipHash-1-3,
 * Aumasson and Bernstein), so that nobody outside can make two of them meet:
 * the key is drawn for each set, and no hash ever leaves it. A set belongs to
 * one thread.
 */
#ifndef SEEN_PRIV_H
#define SEEN_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen;

struct seen *seen_new(void);
void seen_free(struct seen **s);

/* False while the system has no random bytes: the key is an address then. */
bool seen_is_secret(const struct seen *s);

/* Adds; true when it was new. `kind` keeps several sets apart. */
bool seen_add(struct seen *s, unsigned kind, const void *data, size_t len);
bool seen_has(
    const struct seen *s, unsigned kind, const void *data, size_t len);

/* The hash itself, for other uses under the same key. */
uint64_t seen_hash(const struct seen *s, const void *data, size_t len);

#endif
