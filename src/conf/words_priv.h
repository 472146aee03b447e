/*
 * Words that a value may be made of, as the table of options has them: "en ja",
 * separated by blanks. Case does not matter. Any thread may call.
 */
#ifndef WORDS_PRIV_H
#define WORDS_PRIV_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"

/* The place of a word, or -1. */
int words_find(const char *words, const char *text);

/* The word at a place; it ends at a blank or at the end. */
const char *words_at(const char *words, int place);

/*
 * Reads some of the words, separated by commas, in any order: bit 1 << place
 * for each. -1 names the first that is none of them.
 */
int words_parse(
    const char *words, const char *text, unsigned *mask_r, struct err *e);

/* Adds the words of a set, separated by commas. */
void words_format(const char *words, unsigned mask, struct buf *out);

#endif
