/*
 * Messages that were put aside. Each has two files in a folder for the day:
 *
 *   PATH/2026/11/21/ID.msg    the queue file, byte by byte, with its envelope
 *   PATH/2026/11/21/ID.json   its record, see record.h
 *
 * ID is "20261121-" (UTC) and sixteen hexadecimal digits. A message is in
 * quarantine when its record is there; what a crash left behind without one
 * is removed after an hour. Files have mode 0600, folders 0700, and a folder
 * that others may write is refused.
 */
#ifndef QUARANTINE_H
#define QUARANTINE_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "err.h"
#include "finding.h"
#include "message.h"
#include "record.h"
#include "verdict.h"

enum { QUARANTINE_ID_SIZE = 26 }; /* of an ID, with the NUL */

struct quarantine;

/* What a process knows of its quarantine. Any thread may use it. */
struct quarantine *quarantine_new(void);
void quarantine_free(struct quarantine **q);

/* A message to be stored; everything stays the caller's. */
struct quarantine_item {
	const struct config *config;
	const struct message_source *source; /* what it was opened with */
	const struct message *message;       /* NULL: it could not be opened */
	const struct findings *findings;
	const struct verdict *verdict;
	const char *engine, *definitions; /* versions */
	int64_t now_ms;                   /* time of day */
};

/*
 * Stores the message; when this returns 0 it is on the disk. The oldest ones
 * make room for it when keep_at_most would be exceeded. A message that is
 * deferred comes back again and again and is stored once a day. Returns -1
 * when it could not be stored; then nothing of it is left.
 */
int quarantine_store(struct quarantine *q, const struct quarantine_item *item,
    char id_r[QUARANTINE_ID_SIZE], struct err *e);

/* True once a minute: a warning that it fails is due. */
bool quarantine_warning_due(struct quarantine *q, uint64_t mono_ms);

/*
 * Removes what is older than keep_for, what is above keep_at_most, and what
 * crashes left behind; counts what is there. `removed_r` may be NULL.
 */
int quarantine_sweep(struct quarantine *q, const struct config *config,
    int64_t now_ms, unsigned long *removed_r, struct err *e);

/*
 * The same folder for the commands. `path` is [quarantine] path. A folder
 * that does not exist is empty.
 */

/* True for a text that can be an ID; others never become a path. */
bool quarantine_is_id(const char *text);

/*
 * Calls `visit` for every record, oldest day first. A record that cannot be
 * read is NULL, with the reason in `why`. The record lives for the call.
 */
struct quarantine_visit {
	void *arg;
	void (*visit)(void *arg, const char *id, const struct record *record,
	    const char *why);
};

int quarantine_list(
    const char *path, const struct quarantine_visit *visit, struct err *e);

/* Reads the record of one message; freed with record_free. */
int quarantine_read(
    const char *path, const char *id, struct record **record_r, struct err *e);

/* Writes a changed record in the place of the old one. */
int quarantine_rewrite(
    const char *path, const struct record *record, struct err *e);

/* The path of the message's file, to be freed. */
char *quarantine_message_path(const char *path, const char *id);

/*
 * Submits a message again, to its recipients and with a loop guard, and notes
 * that in its record; it stays in quarantine. One that was released before is
 * refused, unless `again` is set. Two at the same time release it once.
 */
struct quarantine_release {
	const char *path, *id;
	const char *folder;    /* Submitted/ */
	const char *state_dir; /* for the guard */
	bool again;
	int64_t now_ms;
};

int quarantine_release(const struct quarantine_release *release, struct err *e);

/* Removes one message. */
int quarantine_delete(const char *path, const char *id, struct err *e);

/* "2026-11-21T20:56:12Z" for a time of day. */
enum { QUARANTINE_TIME_SIZE = 24 };
void quarantine_time(int64_t now_ms, char text_r[QUARANTINE_TIME_SIZE]);

#endif
