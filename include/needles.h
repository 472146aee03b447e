/*
 * A sieve in front of many patterns. Every pattern for which there is a text
 * that each of its matches contains ("needle") has to be tried only where the
 * needle is; all needles are looked for in one pass.
 *
 * A set is filled by one thread and then never changes; any number of threads
 * may look things up.
 */
#ifndef NEEDLES_H
#define NEEDLES_H

#include <stdbool.h>
#include <stddef.h>

struct needles;

enum { NEEDLE_MIN = 3, NEEDLE_MAX = 32 /* bytes */ };

/*
 * Finds a text that every match of the regular expression contains, whether
 * case is ignored or not: bytes of UTF-8 in which letters are small ASCII
 * letters. Returns its length, or 0 when none is certain. *high_r: every
 * match contains some character that is not ASCII.
 */
size_t needle_of(const char *pattern, char needle_r[NEEDLE_MAX], bool *high_r);

struct needles *needles_new(void);
void needles_free(struct needles **needles);

/* Adds the pattern with the number `id`. */
void needles_add(struct needles *needles, size_t id, const char *pattern);

/* Call once behind the last needles_add. */
void needles_close(struct needles *needles);

/*
 * Sets hit_r[id] for every pattern that may match somewhere in the text, and
 * leaves the others alone. hit_r must have room for the highest id. Returns
 * whether the text is ASCII and nothing else.
 */
bool needles_look(
    const struct needles *needles, const char *text, size_t len, bool *hit_r);

#endif
