/*
 * The folders of the quarantine: PATH/YYYY/MM/DD. Any thread or process may
 * walk while others store and remove; what vanishes meanwhile is passed over.
 */
#ifndef SHELF_PRIV_H
#define SHELF_PRIV_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>

#include "err.h"

enum { SHELF_DATE_SIZE = 9, SHELF_NAME_SIZE = 48 };

/* "20261121" for a time of day, in UTC. */
void shelf_date(int64_t now_ms, char date_r[SHELF_DATE_SIZE]);

/* Opens the folder of a date; with `make`, all that is missing is made. */
int shelf_open(
    const char *path, const char *date, bool make, int *fd_r, struct err *e);

/* The names in a folder that is open; NULL when it cannot be read. */
DIR *shelf_names(int fd);

/* Takes one day; false ends the walk. `fd` lives for the call. */
struct shelf_walk {
	void *arg;
	bool (*day)(void *arg, int fd, const char *date);
};

/* Walks over all days, the oldest first. A missing folder has none. */
int shelf_walk(const char *path, const struct shelf_walk *walk, struct err *e);

/* Removes the folder of a day that has become empty, and those above it. */
void shelf_tidy(const char *path, const char *date);

/* What is to go. */
struct shelf_trim {
	const char *path;
	int64_t before_s;      /* whatever is older, in seconds since 1970 */
	int64_t crumbs_s;      /* leftovers of crashes that are older */
	uint64_t excess;       /* bytes to free, the oldest first */
	const char *today;     /* this day's folder stays */
	uint64_t freed;        /* bytes */
	unsigned long removed; /* messages */
};

/* Removes the oldest. 0, or -1 when the folder cannot be read. */
int shelf_trim(struct shelf_trim *trim, struct err *e);

/* How many bytes all files have. */
int shelf_count(const char *path, uint64_t *bytes_r, struct err *e);

#endif
