/*
 * A copy of the definitions in force, for machines that cannot hold two sets
 * in memory: when a new set is bad, the old one is loaded from it.
 */
#ifndef KEEP_PRIV_H
#define KEEP_PRIV_H

#include "err.h"

/*
 * Makes `to` a folder with copies of the definitions in `from`, and the folder
 * that `to` lies in. Links would not do: who writes a new set in the place of
 * the old one would change both. Replaces what was there. 0, or -1.
 */
int keep_definitions(const char *from, const char *to, struct err *e);

#endif
