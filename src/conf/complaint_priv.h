/*
 * What is wrong with a configuration file: lines for its administrator.
 */
#ifndef COMPLAINT_PRIV_H
#define COMPLAINT_PRIV_H

#include <stddef.h>

#include "buf.h"

enum { COMPLAINTS_MAX = 200 };

struct complaints {
	const char *path; /* of the file, as it was given */
	struct buf *out;
	size_t n; /* all, also those above COMPLAINTS_MAX */
};

/* Adds a line; `line` 0 means the whole file. */
void complain(struct complaints *all, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Says how many lines did not fit. */
void complaints_end(struct complaints *all);

#endif
