/*
 * The messages that are sent to the filter: where each came from and the path
 * that stands in its request. Messages can be copied into the base
 * directory's Queue folder, behind an envelope as the server writes it.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "err.h"

struct spool_message {
	char *source; /* as found; what --expect is compared with */
	char *path;   /* as sent to the filter */
	bool ours;    /* `path` is a file that spool_free removes */
};

struct spool {
	struct spool_message *messages;
	size_t n;
	char *base;      /* the base directory, absolute */
	bool made_queue; /* Queue/ is ours too */
};

int spool_init(struct spool *s, const char *base, struct err *e);

/* Removes what spool_enqueue wrote. */
void spool_fini(struct spool *s);

/*
 * Adds a file, or all files of a folder and its subfolders in the order of
 * their names. A path inside the base directory is sent relative to it, any
 * other one absolute.
 */
int spool_add(struct spool *s, const char *path, struct err *e);

/* Adds one path per line; they are sent as they are. */
int spool_read(struct spool *s, FILE *fp, struct err *e);

/*
 * Writes each message to Queue/NUMBER.msg and sends that path instead. A
 * message without an envelope gets one; the separator line of a mailbox file
 * ("From ") in front of it is left out.
 */
int spool_enqueue(struct spool *s, struct err *e);

#endif
