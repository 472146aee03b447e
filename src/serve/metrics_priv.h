/*
 * The program's numbers as a text file for Prometheus, in its text format
 * (version 0.0.4). Any thread may call.
 */
#ifndef METRICS_PRIV_H
#define METRICS_PRIV_H

#include "buf.h"
#include "err.h"
#include "vitals.h"

enum { METRICS_TEXT_MAX = 256 * 1024 };

/* Versions, which may be empty; any bytes. */
struct metrics_about {
	const char *program, *engine, *definitions;
};

void metrics_text(
    const struct vitals *v, const struct metrics_about *about, struct buf *out);

/*
 * Replaces a file that others read. It appears whole, but is not flushed to
 * the disk. 0, or -1 with the reason.
 */
int metrics_write(const char *path, const struct buf *text, struct err *e);

#endif
