/*
 * The filter under test as a child process: three pipes, its end and its
 * consumption. stderr is a pipe that nobody reads before the end, exactly as
 * the server does it: a filter that writes too much there hangs.
 */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"
#include "err.h"

enum {
	CHILD_OUT_MAX = 1 << 30,     /* bytes that wait to be written */
	CHILD_LINE_BUF = 256 * 1024, /* a longer line comes in pieces */
	CHILD_READ_MAX = 64 * 1024,
	CHILD_ERRORS_MAX = 64 * 1024
};

struct child {
	pid_t pid;         /* 0: not running */
	int in;            /* its stdin, non-blocking; -1: closed */
	int out;           /* its stdout, non-blocking; -1: at its end */
	int errors;        /* its stderr */
	struct buf unsent; /* bytes for its stdin */
	size_t sent;       /* of these, how many are written */
	char *lines;       /* bytes from its stdout: [start, end) */
	size_t start;
	size_t end;
	struct buf said; /* all that came on stderr, over all lives */
	int status;      /* as from wait() */
	double cpu_s;    /* of all lives */
	long peak_kb;    /* the largest resident size of any life */
};

/* What /proc says about a running process. */
struct child_usage {
	long rss_kb;
	long fds;
	long threads;
	double cpu_s;
};

void child_init(struct child *c);

/* Kills what still runs, with its process group, and gives all back. */
void child_fini(struct child *c);

/*
 * Starts argv[0] with `base` as its current directory, in a process group of
 * its own. A relative path of the program starts at our own directory. 0, or -1
 * with a text in `e`.
 */
int child_start(
    struct child *c, const char *base, char *const argv[], struct err *e);

/* Puts bytes into the queue for stdin. */
void child_send(struct child *c, const char *data, size_t len);

/* Writes what the pipe takes now. -1 when the filter has closed its stdin. */
int child_flush(struct child *c);
size_t child_unsent(const struct child *c);
void child_close_in(struct child *c);

/*
 * Waits until a pipe is ready or the time has passed, then writes and, when
 * `reading`, reads. Lines are then fetched with child_line.
 */
void child_pump(struct child *c, bool reading, int wait_ms);

/*
 * The next line without its LF, with a NUL in its place; NULL when there is
 * none. At the end of the output the rest without LF is given as a line too,
 * and `*whole_r` is false then. Valid until the next child_pump.
 */
const char *child_line(struct child *c, size_t *len_r, bool *whole_r);

/*
 * Waits for the end, collects stderr and consumption. 0, or -1 when it did
 * not end within `wait_ms` and had to be killed.
 */
int child_wait(struct child *c, int wait_ms);

/* The exit code; 128 and the signal's number when a signal ended it. */
int child_code(const struct child *c);

/* 0, or -1 when it has ended; raises the peak when it is seen higher. */
int child_usage(struct child *c, struct child_usage *u_r);

/* Monotonic time in microseconds. */
uint64_t child_now_us(void);

#endif
