/*
 * How many messages were delivered in the last 60 minutes, counted in slots
 * of 10 seconds: never more than the limit in any 60 minutes, and never fewer
 * than the limit minus what falls into one slot.
 *
 * The count lives in the memory-mapped file FOLDER/quota, which any number of
 * threads and processes share. A message is counted by one atomic operation
 * on it before anyone is told that it may go, so that no delivered message is
 * forgotten however the process ends; counting needs no system call.
 * FOLDER/quota.copy holds what the file should at least say.
 *
 * The window has a time of its own. While the machine runs it goes on with
 * the time since the machine's start, so that nobody's setting of the clock
 * frees a slot; from one start to the next it follows the time of day, but
 * never back.
 *
 * A state file that is missing, cut, damaged, old or put back is noticed when
 * it is opened, while it is used and in window_check, and made again so that
 * nothing is gained: from the process's own count where there is one, from
 * the copy after an orderly end, else as if the limit had just been reached.
 * Memory is used as long as the file cannot be. What was noticed is told in
 * words, for the caller to log.
 *
 * Any thread may call any function with the same window, except window_open
 * and window_close. A moment is one of clock.h, as new as possible.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"
#include "err.h"

enum {
	WINDOW_MS = 3600000,
	WINDOW_SLOT_MS = 10000,
	WINDOW_MARKS = 9,            /* places for window_first */
	WINDOW_LIMIT_MAX = 100000000 /* the highest limit */
};

#define WINDOW_UNLIMITED UINT64_MAX /* as a limit */

struct window;

struct window_use {
	uint64_t used;    /* messages in the window */
	uint64_t wait_ms; /* until a slot is free; 0: one is free */
	int64_t wall_ms;  /* the newest time of day ever seen */
	bool assumed;     /* the limit counts as reached: the state was lost */
};

/*
 * Opens the window of the state folder, which is made when it is missing.
 * Never fails: what is wrong is in `said`, whose text is empty otherwise.
 * Freed by window_close, which sets the pointer to NULL; NULL is fine.
 */
struct window *window_open(
    const char *folder, const struct moment *now, struct err *said);
void window_close(struct window **window);

/*
 * Counts one message if the window has room for it below `limit` (up to
 * WINDOW_LIMIT_MAX, or WINDOW_UNLIMITED). Returns true when it was counted;
 * *used_r is what the window then holds.
 */
bool window_admit(struct window *window, const struct moment *now,
    uint64_t limit, uint64_t *used_r);

/* Looks without counting. */
void window_look(struct window *window, const struct moment *now,
    uint64_t limit, struct window_use *use_r);

/*
 * To be called about once a second by one thread: looks whether the file is
 * still the one in use, puts it right, keeps the copy and notes the time of
 * day. Returns true when there is something in `said`.
 */
bool window_check(
    struct window *window, const struct moment *now, struct err *said);

/* The later of now's time of day and the newest one that was ever seen. */
int64_t window_wall_ms(struct window *window, const struct moment *now);

/*
 * True once in 60 minutes for each `place` below WINDOW_MARKS, for all
 * processes together; at once when `mark` (below 2^16) is another than the
 * last time.
 */
bool window_first(struct window *window, const struct moment *now,
    unsigned place, unsigned mark);

/*
 * Reads the state of a folder that another process may be using, changes
 * nothing. Returns 0, or -1 with a text when there is no sound state.
 */
int window_peek(const char *folder, const struct moment *now, uint64_t limit,
    struct window_use *use_r, struct err *e);

/*
 * For the program's handler of SIGBUS, which the kernel sends to a thread
 * that uses a mapped file after somebody has cut it. Returns true when
 * `address` belongs to a window: the thread may then go on, and the file is
 * made again from the process's own count. Safe inside a signal handler.
 */
bool window_fault(const void *address);

#endif
