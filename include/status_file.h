/*
 * What the running filter tells `cgpward status`: the file "status" in the
 * state folder. A lock on it, which the kernel lets go of however the process
 * ends, says whether the filter runs. There are two places in the file, of
 * which one is always whole, so that it is valid after kill -9.
 *
 * It is text, so that programs of different versions understand each other:
 * what is unknown is passed over, what is missing is unknown.
 */
#ifndef STATUS_FILE_H
#define STATUS_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "logsink.h"
#include "vitals.h"

enum { STATUS_VERSION_SIZE = 64 };

struct status {
	int64_t wall_ms; /* when it was written */
	long pid;
	bool ended; /* in an orderly way */
	char program[STATUS_VERSION_SIZE], engine[STATUS_VERSION_SIZE];
	char definitions[STATUS_VERSION_SIZE];
	uint64_t value[VITAL_COUNT]; /* a counter may be unknown, too */
	uint64_t answers[RESPONSE_COUNT];
	struct logsink_line last[LOGSINK_LAST]; /* the newest first */
	unsigned n;
};

/* The file of a filter that runs. One thread uses it. */
struct status_file;

struct status_file *status_file_new(void);

/* Lets go of the lock and frees; NULL inside is fine. */
void status_file_free(struct status_file **f);

enum status_written {
	STATUS_WRITTEN,
	STATUS_TAKEN, /* by another process with this state folder */
	STATUS_FAILED /* with a reason */
};

/* Writes it, opening or making the file where that is needed. */
enum status_written status_file_write(struct status_file *f,
    const char *state_dir, const struct status *status, struct err *e);

enum status_seen {
	STATUS_NONE,   /* no filter has told anything there */
	STATUS_RUNS,   /* and this is what it tells */
	STATUS_GONE,   /* this is the last that it told */
	STATUS_UNKNOWN /* it cannot be read, with a reason */
};

/*
 * Looks from another process. With STATUS_RUNS and STATUS_GONE the status may
 * be empty, with wall_ms 0: the filter has not written anything yet.
 */
enum status_seen status_file_read(
    const char *state_dir, struct status *status_r, struct err *e);

#endif
