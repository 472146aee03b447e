/*
 * The load of the benchmark's peers: a folder of messages, taken by a number
 * of threads one after the other, each timed. What a peer does with one
 * message is a function of its own.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"
#include "err.h"

enum { LOAD_NAME_MAX = 256 };

/* The bare message, without an envelope or a mailbox separator. */
struct load_message {
	char *path;
	char *data; /* NULL when the peer opens the file itself */
	size_t len;
	uint32_t took_us;
	bool found, failed;
};

struct load_args {
	const char *folder;
	const char *list;  /* a file for the names of what was found; NULL */
	const char *front; /* a line in front of each message; NULL */
	bool in_memory;
	long threads;
	long count;   /* how many of the first messages; 0: all */
	long warm_up; /* messages before the time runs */
	pid_t pid;    /* the process whose consumption counts */
};

/*
 * Scans one message, in any of the threads: 0 clean, 1 found with the name of
 * the signature added to `name`, -1 with a reason.
 */
typedef int (*load_scan)(void *arg, const struct load_message *message,
    struct buf *name, struct err *e);

/*
 * Takes -t THREADS, -n MESSAGES, -w WARM_UP, -l LIST and -p PID; the rest of
 * argv begins at the number that is returned. -1 with a text.
 */
int load_options(int argc, char **argv, struct load_args *args, struct err *e);

/*
 * Reads the folder, scans everything and prints one JSON object to stdout.
 * -1 with a text when that was not possible; a message that cannot be scanned
 * counts as failed.
 */
int load_run(
    const struct load_args *args, load_scan scan, void *arg, struct err *e);

/* Says why a peer cannot go on; the exit code for it. */
int load_give_up(const char *peer, const struct err *e);

#endif
