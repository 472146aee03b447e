/*
 * One run against a filter: handshake, requests with a bounded number of them
 * pending, misbehaviour on demand, end. What happened is in the tally.
 */
#ifndef DRIVE_H
#define DRIVE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "census.h"
#include "child.h"
#include "expect.h"
#include "spool.h"
#include "tally.h"

enum {
	DRIVE_INTERFACE_MAX = 4,
	DRIVE_UNSENT_MAX = 256 * 1024, /* bytes queued for the filter */
	DRIVE_SLOW_PENDING_MAX = 10000 /* pending while nothing is read */
};

struct drive_args {
	char *const *argv;     /* the filter */
	const char *base;      /* its current directory */
	const char *hup_file;  /* touched instead of sending SIGHUP */
	struct census *census; /* of the answers; or NULL */
	long repeat;
	long pending_max;
	long interface;
	long shuffle; /* seed; -1: in the order of the list */
	long slow_read_ms;
	long kill_every; /* answers; 0: never */
	long hup_every;  /* answers; 0: never */
	long restarts;   /* ends of the filter that are forgiven */
	long timeout_s;
	long warm_up;    /* requests that are answered before time runs */
	long mark;       /* answers before the first look at its memory */
	long seconds;    /* then no more requests are sent; 0: all */
	long kill_s;     /* seconds of a life until kill -9; 0: no limit */
	long hup_s;      /* seconds between reloads; 0: never */
	long mark_s;     /* with kill_s, instead of mark: seconds */
	long growth_max; /* percent of resident memory after that; -1: any */
	bool eof;        /* ends by closing stdin instead of QUIT */
	bool early;      /* ends while requests are pending */
	bool show;       /* prints the dialogue */
};

enum drive_state {
	DRIVE_HANDSHAKE,
	DRIVE_RUNNING,
	DRIVE_DYING, /* killed; its last words are read */
	DRIVE_ENDING,
	DRIVE_OVER
};

struct drive {
	const struct drive_args *args;
	const struct spool *spool;
	const struct expect *expect;
	struct tally tally;
	struct child child;
	enum drive_state state;
	uint64_t state_us;     /* when the state began */
	uint64_t first_us;     /* when the first one after warm_up was sent */
	uint64_t last_us;      /* when the last answer came */
	uint64_t handshake_us; /* the longest from start to INTF answer */
	uint64_t pause_us;     /* when reading went on after a pause */
	long version;          /* negotiated */
	size_t resend;         /* cursor over requests to send again */
	size_t resend_end;
	size_t life_answers; /* since the last start */
	uint64_t begin_us;   /* of the first life */
	uint64_t life_us;    /* of this life */
	uint64_t hup_us;     /* of the last reload by time */
	uint64_t calm_us;    /* since when nothing is pending */
	bool calm;           /* no requests are sent, to look at the memory */
	bool level;          /* this life was looked at a second time */
	bool marked;         /* and a first time */
	struct child_usage least; /* of the look that is under way */
	size_t kill_at;           /* answers of this life, once it is level */
	size_t next_hup;
	size_t lives;
	long crashes; /* ends that nobody asked for */
	size_t hups;
	bool quit_answered;
	uint32_t *order; /* of the messages in this round */
	uint64_t random;
	struct child_usage at_first; /* at first_us */
	struct child_usage at_mark;
	struct child_usage at_end;
	int code;
};

/* Set by a signal handler: the run ends soon, as failed. */
extern volatile sig_atomic_t drive_interrupted;

/* Runs to the end. -1 with a text only when the filter cannot be started. */
int drive_run(struct drive *d, const struct drive_args *args,
    const struct spool *spool, const struct expect *expect, struct err *e);
void drive_fini(struct drive *d);

void drive_enter(struct drive *d, enum drive_state state);

/*
 * What is done to the filter beside requests (mischief.c): at the start of
 * each life, and after each step.
 */
void mischief_begin(struct drive *d);
void mischief(struct drive *d);

/* Looks at the filter's memory when it has answered `mark` requests. */
void mischief_look(struct drive *d);

/*
 * Compares with what was seen then; a fault when it has grown and `tell`.
 * True when it has not.
 */
bool mischief_growth(struct drive *d, const struct child_usage *now, bool tell);

/*
 * The same for a filter without requests, which is looked at for a few
 * seconds. False: not yet.
 */
bool mischief_level(struct drive *d);

/* Handles one line of the filter (receive.c). */
void drive_receive(struct drive *d, const char *line, size_t len, bool whole);

/* Prints what happened, for people and for machines (summary.c). */
void drive_print(const struct drive *d);
void drive_print_json(const struct drive *d);

#endif
