/*
 * Sums up lines that come again and again: of lines that are the same, one is
 * written and the others are counted; after a minute one line says how many
 * there were. Lines that differ in their numbers alone are written three
 * times before they are counted. Belongs to one thread at a time.
 */
#ifndef REPEATS_PRIV_H
#define REPEATS_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "log.h"

enum {
	REPEATS_LINES = 32, /* that are told apart; the oldest gives way */
	REPEATS_SHOWN = 3,
	REPEATS_MS = 60000
};

struct repeat {
	enum log_level level;
	unsigned shown;     /* lines written; 0: the entry is free */
	unsigned long more; /* lines counted since */
	uint64_t since_ms;
	char line[LOG_LINE_MAX]; /* the last one written */
};

struct repeats {
	struct repeat list[REPEATS_LINES];
};

/* Takes a line; true when it is to be written, false when it was counted. */
bool repeats_take(
    struct repeats *r, enum log_level level, const char *line, uint64_t now_ms);

/*
 * Adds the sum of one kind of lines whose minute is over, or with `all` of
 * any. True when there was one; call again then.
 */
bool repeats_sum(struct repeats *r, uint64_t now_ms, bool all,
    enum log_level *level_r, struct buf *line);

#endif
