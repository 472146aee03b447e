/*
 * Standard output. The only place that writes it: one thread, one write per
 * line. Whoever has a line hands it over and goes on, however slowly the
 * other side reads.
 */
#ifndef WRITER_H
#define WRITER_H

#include <stdbool.h>

#include "err.h"

struct writer;

/*
 * Starts the thread. `fd` stays the caller's. `broken_fd` is an eventfd that
 * is raised when nobody reads any more; -1: none.
 */
int writer_open(int fd, int broken_fd, struct writer **writer_r, struct err *e);

/*
 * Hands over one line without its line end, at most 4095 bytes; a longer one
 * is cut. Several lines, with "\n" between them, stay together. Any thread
 * may call.
 */
void writer_line(struct writer *w, const char *line);

/* Waits until everything handed over before has been written. */
void writer_flush(struct writer *w);

/* Writes what is left, stops the thread and frees. NULL inside is fine. */
void writer_close(struct writer **w);

/* True once a write has failed for good; later lines are dropped. */
bool writer_broken(const struct writer *w);

#endif
