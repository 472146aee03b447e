/*
 * What is written down about a message in quarantine: a small JSON file
 * (RFC 8259) that is read back by the commands. Any thread may call; a record
 * belongs to one thread.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"

enum {
	RECORD_SIZE_MAX = 1024 * 1024, /* bytes of the file */
	RECORD_RECIPIENTS_MAX = 100,   /* that are listed */
	RECORD_FINDINGS_MAX = 64
};

struct record_finding {
	char *class, *name, *where;
};

/*
 * Texts are UTF-8, may be empty and are never NULL in a record that was read.
 * They may hold anything: escape them before they are shown.
 */
struct record {
	char *id;
	char *when; /* "2026-11-21T20:56:12Z" */
	char *queue_id;
	char *message_id, *subject;
	char *sender, *source, *ip, *account;
	char *class, *action;
	char *program, *engine, *definitions; /* versions */
	char *released; /* when, like above; empty: it was not */
	uint64_t size;  /* of the queue file, bytes */
	uint64_t recipient_count;
	char *recipients[RECORD_RECIPIENTS_MAX]; /* the first of them */
	size_t recipients_n;
	struct record_finding findings[RECORD_FINDINGS_MAX];
	size_t findings_n;
};

/* Writes a record; texts that are NULL are written as empty. */
void record_write(const struct record *record, struct buf *out);

/*
 * Reads one. Everything has to be there and of its type; what else is there
 * is ignored. Returns 0, or -1 with the reason and no record.
 */
int record_read(
    const char *data, size_t len, struct record **record_r, struct err *e);

/* Frees what the record owns, but not the record itself. */
void record_fini(struct record *record);

/* Frees a record that was read and sets the pointer to NULL; NULL is fine. */
void record_free(struct record **record);

#endif
