/*
 * How the messages of each folder were answered, and why some were deferred
 * or bounced: the figures of a mixed run, one row for each folder below the
 * messages.
 */
#ifndef CENSUS_H
#define CENSUS_H

#include <stddef.h>

#include "answer.h"

enum { CENSUS_ROWS_MAX = 64 };

struct census_row {
	char *name;
	size_t kinds[ANSWER_COUNT];
};

struct census {
	size_t root; /* bytes of a source before its folder */
	struct census_row folders[CENSUS_ROWS_MAX];
	struct census_row reasons[CENSUS_ROWS_MAX];
	size_t folders_n, reasons_n;
};

/* `messages` is the folder that all sources are in. */
void census_init(struct census *c, const char *messages);
void census_fini(struct census *c);

/*
 * Enters the answer `text`, the line behind its number, to the message that
 * was found as `source` and sent as `path`.
 */
void census_enter(struct census *c, const char *source, const char *path,
    enum answer_kind kind, const char *text);

void census_print(const struct census *c);

#endif
