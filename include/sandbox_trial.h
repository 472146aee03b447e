/*
 * Trials of the sandbox: each locks a process of its own into the box of a
 * configuration, as that user of the configuration, and does one thing there
 * that must fail or must work.
 */
#ifndef SANDBOX_TRIAL_H
#define SANDBOX_TRIAL_H

#include <stdbool.h>

#include "buf.h"
#include "config.h"

unsigned sandbox_trials(void);

/*
 * Does the trial with this number, from 0 on, for a base directory, which is
 * the current one. Adds a line to `said`: what was tried, what came of it,
 * and, when it is not as it should be, what should. Returns whether it is.
 */
bool sandbox_try(unsigned number, const struct config *config, const char *base,
    struct buf *said);

#endif
