/*
 * Values that are numbers, with or without a unit: UINT, SIZE and TIME; and
 * lists of them, PERCENTS. Used by value.c only.
 */
#ifndef NUMBER_PRIV_H
#define NUMBER_PRIV_H

#include "buf.h"
#include "err.h"
#include "option_priv.h"

/*
 * Reads a number with a unit of the option's type into its field. Returns 0,
 * -1 when it is none, and -2 with a text in `e` when it is out of range.
 */
int number_parse(
    const struct option *o, const char *text, void *record, struct err *e);

/* Writes the number in the largest unit that divides it. */
void number_format(const struct option *o, const void *record, struct buf *out);

/* Reads digits; a number that is too large becomes the largest there is. */
const char *number_digits(const char *text, uint64_t *n_r);

#endif
