/*
 * Texts with holes: %word% stands for a value, %% for a percent sign.
 * Pure functions; any thread may call.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <stddef.h>

#include "buf.h"
#include "err.h"

/* What one word stands for. */
struct template_word {
	const char *name;
	const char *value;
};

/*
 * Whether a text is UTF-8 and has no other words than those of `words`, which
 * are separated by blanks. Returns 0, or -1 with what is wrong.
 */
int template_check(const char *text, const char *words, struct err *e);

/*
 * Adds the text with its holes filled. Values are taken as they are: what
 * came from a message was made harmless before. A word without a value in
 * the list is left out. Nothing half is added where `out` is full.
 */
void template_fill(const char *text, const struct template_word *words,
    size_t count, struct buf *out);

#endif
