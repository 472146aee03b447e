/*
 * The quota: one window, the limit of the license, and what the administrator
 * is told about them. Any thread may call, except quota_open and quota_close.
 */
#ifndef QUOTA_H
#define QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "clock.h"
#include "err.h"
#include "window.h"

enum { QUOTA_PERCENTS_MAX = 8 };

struct quota;

struct quota_settings {
	uint64_t limit;    /* messages per 60 minutes, or WINDOW_UNLIMITED */
	unsigned percents; /* how many */
	unsigned percent[QUOTA_PERCENTS_MAX]; /* 1 to 100, ascending */
};

/* The answer to one message, and what is to be logged because of it. */
struct quota_answer {
	bool admitted;
	uint64_t used;    /* in the window, with this message */
	uint64_t limit;   /* or WINDOW_UNLIMITED */
	uint64_t wait_ms; /* when not admitted: until a slot opens */
	unsigned warn;    /* this percentage was reached; 0: nothing new */
	bool exceeded;    /* the first message above the limit in an hour */
};

/* Numbers for `cgpward status`. */
struct quota_numbers {
	uint64_t used, limit;
	unsigned percent; /* 0 without a limit */
	uint64_t wait_ms; /* 0: a slot is free */
	bool assumed;     /* see window.h */
};

/*
 * Opens the quota of a state folder. Never fails; `said` as in window_open.
 * The quota is freed by quota_close, which sets the pointer to NULL.
 */
struct quota *quota_open(const char *folder,
    const struct quota_settings *settings, const struct moment *now,
    struct err *said);
void quota_close(struct quota **quota);

/* Takes new settings; what was counted stays. */
void quota_set(struct quota *quota, const struct quota_settings *settings);

/*
 * Asks for one slot. When it is admitted the message is counted already, so
 * it is asked only when nothing else can keep the message from going out, and
 * before the reply does.
 */
void quota_admit(struct quota *quota, const struct moment *now,
    struct quota_answer *answer_r);

/* Looks without taking; window_check and window_wall_ms for its window. */
void quota_look(struct quota *quota, const struct moment *now,
    struct quota_numbers *numbers_r);
bool quota_check(
    struct quota *quota, const struct moment *now, struct err *said);
int64_t quota_wall_ms(struct quota *quota, const struct moment *now);

/*
 * The numbers of a quota that another process may be using, without changing
 * anything. Returns 0, or -1 with a text when there is no sound state.
 */
int quota_peek(const char *folder, const struct moment *now, uint64_t limit,
    struct quota_numbers *numbers_r, struct err *e);

/*
 * Adds what an answer has to tell: "95 percent of the license are used: 950
 * of 1000 messages per hour", or that the limit is reached. Nothing is added
 * when there is nothing new.
 */
void quota_tell(const struct quota_answer *answer, const struct moment *now,
    struct buf *out);

/*
 * Adds the text for a message that was not admitted: "License limit reached:
 * 1000 messages per hour, next at 2026-11-21 10:20:30 UTC". ASCII, below 200
 * bytes.
 */
void quota_refuse(const struct quota_answer *answer, const struct moment *now,
    struct buf *out);

#endif
