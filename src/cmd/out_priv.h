/*
 * Standard output of the commands: the only place of this folder that writes
 * it. Main thread only.
 */
#ifndef OUT_PRIV_H
#define OUT_PRIV_H

#include <stdbool.h>
#include <stddef.h>

/* One line; the line end is added. */
void out_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Text as it is. */
void out_text(const char *text);

/* Bytes as they are; not for a terminal, which might obey them. */
void out_bytes(const char *data, size_t len);
bool out_is_terminal(void);

/* A line on standard error, "cgpward: " in front. */
void out_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Replaces the last line of a terminal on standard error; nothing happens
 * when standard error is none. "" clears it.
 */
void out_progress(const char *text);

#endif
