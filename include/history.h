/*
 * The history: what came, what was found in it and what became of it, in the
 * database state_dir/history.db, for as long as [history] keep says. Here is
 * the side that writes; history_view.h is the one that reads.
 *
 * A history belongs to one thread. Several processes may write to one file,
 * each with a history of its own. Texts that came from messages are escaped
 * before they come here (see text.h).
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

enum {
	HISTORY_FINDINGS_MAX = 16,   /* of a message; more are left out */
	HISTORY_RECIPIENTS_MAX = 16, /* of a message; more are left out */
	HISTORY_TEXT_MAX = 256,      /* bytes of a text with its NUL */
	HISTORY_BUCKETS = 128,       /* of answer times */
	HISTORY_TOP_KEPT = 1000,     /* texts of each kind for a past day */
	HISTORY_TOP_TODAY = 20000    /* and for the day that is not over */
};

/* Two classes that a report tells apart from all others. */
#define HISTORY_CLEAN "clean"
#define HISTORY_ERROR "error"

#define HISTORY_UNLIMITED INT64_MAX /* messages per 60 minutes */

/* What is counted by its text for each day; these numbers are in the file. */
enum history_kind {
	HISTORY_NAMES,
	HISTORY_SENDERS,
	HISTORY_SOURCES,
	HISTORY_RECIPIENTS,
	HISTORY_KINDS
};

struct history_finding {
	const char *class; /* lives for ever */
	char *name, *path;
};

/* A message that was answered. */
struct history_message {
	int64_t time_ms;            /* of the answer, since 1970 */
	const char *class, *action; /* live for ever */
	uint64_t bytes;             /* of its file */
	uint64_t answer_ms;         /* from the request to the answer */
	uint64_t scan_ms;           /* of these, in the scan */
	bool slot;    /* it was delivered, and counted by the quota */
	bool wanted;  /* it asked the quota for the first time */
	bool refused; /* and was not let go, or went on without a scan */

	/*
	 * Of a message with findings; the first finding has decided. With
	 * `sentence` its name is no name but a reason in words, which is not
	 * counted among the names.
	 */
	bool sentence;
	struct history_finding *findings;
	size_t findings_n;
	char *queue_id, *message_id, *sender, *ip; /* or NULL */
	char **recipients;
	size_t recipients_n;
};

/* Frees the message with its texts and sets the pointer to NULL. */
void history_message_free(struct history_message **message);

/* About how much memory it takes. */
size_t history_message_size(const struct history_message *message);

/* The bucket of a time, and the shortest time of a bucket. */
unsigned history_bucket(uint64_t answer_ms);
uint64_t history_bucket_from(unsigned bucket);

struct history;

enum history_result {
	HISTORY_DONE,
	HISTORY_AGAIN,  /* nothing was written; later it may be possible */
	HISTORY_BROKEN, /* nothing was written: history_set_aside is due */
	HISTORY_REFUSED /* nothing was written, nor will it ever be */
};

/*
 * Opens the database of a state folder; both are made when they are missing,
 * for nobody else to read. HISTORY_REFUSED: a newer version of the program
 * has made it.
 */
enum history_result history_open(
    const char *state_dir, struct history **history_r, struct err *e);

/* Frees and sets the pointer to NULL; NULL is fine. */
void history_close(struct history **history);

/* False when the file has been taken away, so that nobody finds it. */
bool history_is_there(const struct history *h);

/*
 * Puts a broken database aside as history.bad, in the place of an older one.
 * Nobody in this process has it open.
 */
int history_set_aside(const char *state_dir, struct err *e);

/* Writes messages, all of them or none; how many were lost before them. */
struct history_batch {
	struct history_message *const *messages;
	size_t n;
	uint64_t lost;
};

enum history_result history_write(
    struct history *h, const struct history_batch *batch, struct err *e);

/*
 * Notes the definitions in force and the license's limit at a time, when they
 * are not those that were noted last.
 */
struct history_definitions {
	int64_t time_s;   /* since when they are in force */
	char version[64]; /* "" : none but the test set */
	int64_t built_s;  /* 0: unknown */
	int64_t signatures;
};

struct history_limit {
	int64_t time_s;
	int64_t per_hour; /* or HISTORY_UNLIMITED */
};

enum history_result history_note_definitions(struct history *h,
    const struct history_definitions *definitions, struct err *e);
enum history_result history_note_limit(
    struct history *h, const struct history_limit *limit, struct err *e);

/*
 * Removes one portion of what is too old or too much; *more_r tells whether
 * another portion is left.
 */
struct history_bounds {
	int64_t now_s, keep_s;
	uint64_t size_max; /* bytes */
};

enum history_result history_trim(struct history *h,
    const struct history_bounds *bounds, bool *more_r, struct err *e);

#endif
