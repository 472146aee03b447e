/* cgpward check --sandbox. */
#ifndef CHECK_SANDBOX_PRIV_H
#define CHECK_SANDBOX_PRIV_H

#include "config.h"

/* Prints a line for each trial; 0 when all is as it should be, else 1. */
int check_sandbox(const struct config *config);

#endif
