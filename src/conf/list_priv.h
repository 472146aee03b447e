/*
 * Comma-separated values. Blanks around items and empty items do not count.
 */
#ifndef LIST_PRIV_H
#define LIST_PRIV_H

#include "config.h"

/* The list as "a, b, c"; to be freed by the caller. */
char *list_clean(const char *text);

/*
 * Reads percentages from 1 to 100, in any order, each perhaps with a %.
 * Returns 0, or -1 when there is something else or there are too many.
 */
int list_percents(const char *text, struct percents *percents_r);

#endif
