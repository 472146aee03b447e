/*
 * Small things about strings that several modules need. All functions are
 * pure; any thread may call.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Copies `s` and makes it harmless to print: control characters, DEL, C1
 * controls, line and paragraph separators, bidirectional controls and bytes
 * that are not UTF-8 become \xNN; a backslash stays. The result is valid
 * UTF-8, cut at `size` without splitting a character or an escape.
 * Returns the length of the result.
 */
size_t text_escape(char *dst, size_t size, const char *s);

/* The same for `len` bytes that may contain NUL. */
size_t text_escape_n(char *dst, size_t size, const char *s, size_t len);

/*
 * The length of the UTF-8 character at `s` (1 to 4), 0 when the bytes are not
 * a well-formed character (RFC 3629: no overlong forms, no surrogates).
 */
size_t text_utf8_len(const char *s, size_t len);

/* Whether all of the bytes are such characters. */
bool text_is_utf8(const void *data, size_t len);

/* Glob with * and ? over the whole string, ASCII case ignored. */
bool text_glob(const char *pattern, const char *s);

/* True when one of the comma-separated globs of `list` matches `s`. */
bool text_glob_list(const char *list, const char *s);

/* ASCII case-blind comparison, independent of the locale. */
bool text_same(const char *a, const char *b);
bool text_starts(const char *s, const char *prefix);

/* Finds `what` in the first `len` bytes, ASCII case ignored; NULL if absent. */
const char *text_find(const char *s, size_t len, const char *what);

/*
 * Finds the `n` bytes of `what` in `len` bytes, NULL if absent. what[rare] is
 * one that is seldom there: the search goes from one of those to the next.
 */
const void *text_find_bytes(
    const void *data, size_t len, const char *what, size_t n, size_t rare);

#endif
