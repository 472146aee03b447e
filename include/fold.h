/*
 * One form for texts that people read as the same: Unicode's compatibility
 * composition (NFKC: half-width and full-width forms, letters with accents in
 * one piece or in two), without characters that nobody sees, such as soft
 * hyphens and zero-width blanks. GLib does the normalisation; it is there
 * for GMime anyway.
 *
 * Rules and what they are compared with go through the same functions. Pure;
 * any thread may call.
 */
#ifndef FOLD_H
#define FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum { FOLD_NAME_MAX = 4096 /* bytes of a name that are looked at */ };

/*
 * The character at `s`, whose bytes must be valid UTF-8; `len_r` gets how
 * many they are.
 */
uint32_t fold_char(const char *s, size_t *len_r);

/* Adds a character as UTF-8. */
void fold_add_char(struct buf *out, uint32_t c);

/* Adds UTF-8 text in its one form. Case stays. Invalid bytes become U+FFFD. */
void fold_text(const char *text, size_t len, struct buf *out);

/*
 * The one form of a short text in small letters; to be freed by the caller.
 * Of a text longer than FOLD_NAME_MAX only the end remains.
 */
char *fold_name(const char *text);

/*
 * The one form of a regular expression: what turns into punctuation gets a
 * backslash, so that it stays a plain character. To be freed by the caller.
 */
char *fold_pattern(const char *pattern);

#endif
