/*
 * What goes wrong while libclamav works: it often goes on without a word when
 * a temporary file could not be made or written, or says so only in a message
 * to a callback, and calls what it did not look at clean. A trap remembers the
 * first failure in its thread, from wherever it is noticed: the callback for
 * messages (engine.c), or the calls to the libraries (watch.c). It also
 * remembers that a limit was reached of which libclamav says nothing, and what
 * signatures have unpacked, which libclamav counts twice.
 */
#ifndef TRAP_PRIV_H
#define TRAP_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

struct trap {
	char first[ERR_TEXT_MAX]; /* the first failure, or "" */
	char file[ERR_TEXT_MAX];  /* the first that names a path, or "" */
	const char *limit;        /* one that was reached, or NULL */
	uint64_t unpacked;        /* by signatures, bytes */
};

/* The trap of this thread from now on; NULL: none. */
void trap_set(struct trap *trap);

/* Whether this thread has one. */
bool trap_is_set(void);

/* A limit was reached; its name lives for ever. */
void trap_limit(const char *name);

/* A signature has unpacked so many bytes. */
void trap_unpacked(uint64_t n);

/* Something failed; the text ends at a line end. errno stays as it is. */
void trap_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
