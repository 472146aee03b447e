/* Which policies a message falls under. Pure; any thread may call. */
#ifndef CHOICE_PRIV_H
#define CHOICE_PRIV_H

#include <stddef.h>

#include "attachments_priv.h"
#include "config.h"
#include "envelope.h"

/*
 * The distinct configurations of all recipients, at least one; an array of
 * *n_r that the caller frees.
 */
struct party *choice_make(
    const struct config *config, const struct envelope *envelope, size_t *n_r);

#endif
