/* What the sources of the history share. */
#ifndef HISTORY_PRIV_H
#define HISTORY_PRIV_H

#include <stddef.h>
#include <sys/types.h>

#include "history.h"
#include "store_priv.h"

#define HISTORY_FILE "history.db"
#define HISTORY_BAD  "history.bad"

enum {
	MINUTE_S = 60,
	HOUR_S = 3600,
	DAY_S = 86400,
	TIME_SHIFT = 20,    /* a finding's id: time in ms, then a number */
	HISTORY_VERSION = 1 /* of the tables, as the file says */
};

/* The statements of a history, as their places. */
enum history_statement {
	ADD_MINUTE,
	ADD_LATENCY,
	ADD_FINDING,
	ADD_TOP,
	ADD_LOSS,
	ADD_DEFINITIONS,
	ADD_LIMIT,
	STATEMENT_COUNT
};

struct history {
	struct store *store;
	struct statement *st[STATEMENT_COUNT];
	char *path; /* of the file */
	dev_t device;
	ino_t inode;
	uint32_t number;   /* behind the time of the next finding's id */
	int64_t swept_day; /* whose texts were cut last; 0: unknown */
};

/* What a failure means for whoever writes. */
enum history_result history_failed(const struct store *s);

/*
 * Makes the tables in an empty file, or looks whether those that are there
 * are ours.
 */
enum history_result history_tables(struct store *s, struct err *e);

/* The same file for reading. */
int history_look(const char *state_dir, struct store **store_r, struct err *e);

/* Runs `body` in a transaction: all of it or nothing. */
enum history_result history_transaction(struct history *h,
    int (*body)(struct history *h, void *arg, struct err *e), void *arg,
    struct err *e);

#endif
