/*
 * How many messages came in each minute of the last 400 days, kept in the
 * file FOLDER/tally of `cgpward --count-only`, and what follows for the
 * license that is needed.
 *
 * The file has a fixed size; old minutes make room for new ones. Minutes are
 * those of the time of day, in UTC. Damaged minutes are left out and counted.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"

enum { TALLY_DAYS = 400, TALLY_LIMITS = 5 };

struct tally;

/*
 * Opens the file of a state folder; both are made when they are missing. A
 * file that is none of ours is put aside as FOLDER/tally.bad, which is told
 * in `said`. Returns NULL with the reason in `said` when there is no way to
 * count. Freed by tally_close, which sets the pointer to NULL; NULL is fine.
 */
struct tally *tally_open(const char *folder, struct err *said);
void tally_close(struct tally **tally);

/*
 * Counts one message that came at a time of day. Any thread may call, and
 * several processes may count into one file. Returns 0, or -1 with a text.
 */
int tally_add(struct tally *tally, int64_t wall_ms, struct err *e);

struct tally_limit {
	uint64_t limit;    /* messages per 60 minutes */
	uint64_t exceeded; /* hours in which it would have been exceeded */
};

struct tally_advice {
	int64_t first_minute, last_minute; /* since 1970; with messages */
	uint64_t messages;
	uint64_t hours;         /* of the clock, from the first to the last */
	uint64_t highest;       /* in any 60 minutes */
	int64_t highest_minute; /* the first of these */
	uint64_t percentile_95, percentile_99; /* of the hours */
	struct tally_limit limit[TALLY_LIMITS];
	/*
	 * What would have been enough for certain: the most that any slots of
	 * the quota can have held, to which a minute at either end counts.
	 */
	uint64_t enough;
	unsigned damaged; /* minutes that could not be read */
};

/*
 * Reads the file of a state folder, which may be in use, at a time of day:
 * what was counted while the clock was ahead of it is left out. Returns 0, or
 * -1 with a text when there is no file or nothing was counted.
 */
int tally_advise(const char *folder, int64_t wall_ms,
    struct tally_advice *advice_r, struct err *e);

/* Adds the advice in words, several lines with "\n". */
void tally_tell(const struct tally_advice *advice, struct buf *out);

#endif
