/*
 * Puts lines together from the pieces in which they arrive. A line that is
 * too long is handed over cut and marked, and its rest is thrown away.
 * Belongs to one thread.
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>

struct lines;

/* Takes one line without its "\n"; the bytes live for the call. */
typedef void lines_take(void *arg, const char *line, size_t len, bool cut);

/* Lines of up to `max` bytes go to `take`. */
struct lines *lines_new(size_t max, lines_take *take, void *arg);

/* Takes bytes as they arrive. */
void lines_feed(struct lines *l, const char *data, size_t len);

/* The end: what is left without a line end is a line too. */
void lines_end(struct lines *l);

void lines_free(struct lines **l);

#endif
