/*
 * A message file in memory: the envelope taken off, a synthetic Received line
 * in front of the bare message, and the few headers that a log line needs.
 *
 * The file is read, not mapped: a mapped file that its owner truncates would
 * end the process. A message belongs to one job and one thread at a time.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "envelope.h"
#include "err.h"
#include "slice.h"

enum {
	MESSAGE_HEADERS_MAX = 256 * 1024, /* searched for headers, bytes */
	MESSAGE_VALUE_MAX = 4096          /* of one header kept, bytes */
};

/* What to open, and how much of it to read. */
struct message_source {
	const char *path;
	uint64_t envelope_max; /* bytes */
	uint64_t message_max;  /* bytes of the bare message */
	bool no_follow;        /* refuse a path that is a symbolic link */
	bool beneath;          /* refuse one that leads out of the current
				  folder, by ".." or a link, or is absolute */

	/*
	 * Reads like read(2), and may be called again after EINTR. NULL:
	 * read(2) itself. For tests that need a file to change or to fail.
	 */
	ssize_t (*read_some)(void *arg, int fd, void *data, size_t size);
	void *arg;
};

struct message {
	char *queue_id; /* the file's base name without ".msg" */

	/* The file is envelope.bytes, which may be empty, and then bare. */
	struct envelope envelope;
	struct slice bare; /* never empty */
	bool crlf;         /* its first line ends in CRLF */

	/*
	 * Raw values as they stand in the header block: perhaps folded, not
	 * decoded, without blanks at both ends; empty when missing.
	 */
	struct slice message_id;
	struct slice subject;

	/*
	 * Not everything was read, or the envelope is larger than it may be:
	 * the limit's name, "message_size" or "envelope_size", else NULL.
	 */
	bool truncated;
	const char *exceeded;

	/* The file's identity, as a key for what is known of it. */
	dev_t device;
	ino_t inode;
	uint64_t file_size;
	struct timespec mtime, ctime;

	/* Private: the memory, and the Received line in it. */
	char *memory;
	size_t received_len;
};

/*
 * Opens, reads and closes a message file. Returns 0, or -1 with a text that
 * begins with the path: it cannot be opened or read, is not a regular file,
 * is empty, has an envelope but no message behind it (within envelope_max and
 * message_max), changed while it was read, or there is no memory for it.
 * A message larger than message_max is cut and marked as truncated.
 * Never waits for a FIFO or a device.
 */
int message_open(const struct message_source *source,
    struct message **message_r, struct err *e);

/*
 * Opens the file of a truncated message again, for what was not read of it:
 * reading goes on behind the last byte in memory. Fails when it is no longer
 * the same file. The descriptor is the caller's.
 */
int message_reopen(const struct message_source *source,
    const struct message *message, int *fd_r, struct err *e);

/* Frees the message and sets the pointer to NULL; NULL is fine. */
void message_free(struct message **message);

/*
 * The bare message behind "Received: from cgpward by localhost" and a line end
 * of its own kind: one contiguous run of `*len_r` bytes that lives as long as
 * the message. Costs nothing.
 */
const char *message_with_received(const struct message *message, size_t *len_r);

#endif
