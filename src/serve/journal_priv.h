/* The journal's file: its layout, its mapping and its locks. */
#ifndef JOURNAL_PRIV_H
#define JOURNAL_PRIV_H

#include <stdatomic.h>

#include "buf.h"
#include "journal.h"
#include "turn_priv.h"

enum { JOURNAL_MAGIC_SIZE = 60, JOURNAL_FOUND_MAX = 1024 };

/*
 * A file in work, or a suspect. Everything in front of `opened` is written
 * before the seal, which is a checksum of it; with another seal, or none (0),
 * the record does not exist.
 */
struct journal_record {
	struct journal_file file;
	uint64_t stamp;
	int64_t when_s; /* of the last abrupt end; in work: 0 */
	uint32_t ends;  /* abrupt ends; in work: 0 */
	char id[JOURNAL_ID_SIZE];
	atomic_uint opened; /* it had been read, at each end */
	_Atomic uint64_t seal;
};

struct journal_image {
	char magic[JOURNAL_MAGIC_SIZE];
	atomic_uint any; /* there may be suspects */
	struct journal_record suspects[JOURNAL_SUSPECTS];
	struct journal_record marks[JOURNAL_RUNS][JOURNAL_MARKS];
};

_Static_assert(sizeof(struct journal_record) == 96, "no gaps");

struct journal {
	struct journal_image *image;
	struct journal_record *marks; /* of this run */
	char *path;
	int fd;          /* -1: kept in memory alone */
	atomic_bool cut; /* the file under the mapping is gone */
	struct buf found;
	atomic_bool taken[JOURNAL_MARKS];

	struct turn turn; /* suspects work alone */
};

/* For journal_survive. */
extern _Atomic(struct journal *) journal_opened_last;

/* Writes a record's seal, behind everything else. */
void record_seal(struct journal_record *r);

/* The seal of a record that exists, else 0. */
uint64_t record_valid(const struct journal_record *r);

/* Abrupt ends that count against the file at this time, with this stamp. */
unsigned record_ends(
    const struct journal_record *suspect, uint64_t stamp, int64_t now_s);

/* The suspect for a file, or NULL; `seal_r` is its seal. */
struct journal_record *image_find(struct journal_image *image,
    const struct journal_file *file, uint64_t *seal_r);

/* Removes everything unless this is a journal of the present format. */
void image_check(struct journal_image *image);

/*
 * Makes suspects of what a process had in work that is gone. Their names are
 * added to `found`.
 */
void image_bury(struct journal_image *image, unsigned run, int64_t now_s,
    struct buf *found);

/*
 * Opens or makes the file, with room on the disk for all of it. The
 * descriptor, or -1 with the reason.
 */
int journal_file_open(const char *path, struct err *e);

/*
 * Maps the file, or memory alone when `fd` is -1, at an address or anywhere;
 * NULL on failure.
 */
void *journal_map(void *at, int fd);

/* Locks of the file: one for the time of opening, one for each run. */
int journal_lock_gate(int fd);
void journal_unlock_gate(int fd);

/* True when the run's lock was free; it is held now. */
bool journal_lock_run(int fd, unsigned run);
void journal_unlock_run(int fd, unsigned run);

#endif
