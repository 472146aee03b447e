/*
 * A quick look that tells whether every program reads a mail alike, so that
 * one reading is enough. Strict on purpose: what this grammar does not know
 * is not clean. One pass, no memory of its own; any thread may call.
 */
#ifndef CLEAN_PRIV_H
#define CLEAN_PRIV_H

#include <stdbool.h>
#include <stddef.h>

/*
 * NULL when the mail is clean, else what is not: "an unknown transfer
 * encoding". The text is a constant.
 */
const char *clean_check(const unsigned char *data, size_t len);

#endif
