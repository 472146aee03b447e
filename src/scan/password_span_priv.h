/* Stretches of a text. Pure functions. */
#ifndef PASSWORD_SPAN_PRIV_H
#define PASSWORD_SPAN_PRIV_H

#include <stdbool.h>
#include <stddef.h>

struct span {
	const char *s, *end;
};

size_t span_len(const struct span *t);

/* The bytes of a blank at the start: space, control, NBSP, wide space. */
size_t span_blank(const struct span *t);

/* Takes the next word off the text; false at its end. */
bool span_word(struct span *t, struct span *word_r);

/* Without quotes, brackets and punctuation at both ends. */
struct span span_trim(struct span w);

#endif
