/*
 * The box that the program locks itself into before it reads a byte that came
 * from outside: no new rights by exec, no core file, only the named files and
 * folders (Landlock), and only the system calls that scanning needs (seccomp).
 * What a kernel does not offer is left out, and the result tells it.
 *
 * A forbidden system call ends the program by SIGSYS; sandbox_call_name knows
 * its name. A forbidden file is EACCES, one between folders EXDEV.
 *
 * All functions are for the main thread, before other threads are started;
 * sandbox_covers and sandbox_call_name are for any thread.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>

#include "err.h"

/* What may be done with a folder and all that is in it, or with a file. */
enum sandbox_right {
	SANDBOX_READ,
	SANDBOX_DELETE, /* and read */
	SANDBOX_APPEND, /* make and write files, but not read them */
	SANDBOX_WRITE   /* everything but execute, links and devices */
};

enum { SANDBOX_WHY_SIZE = 64 };

struct sandbox;

/* What of the box holds. */
struct sandbox_state {
	bool off;  /* built with what cannot live in it: nothing holds */
	int files; /* the version of Landlock; 0: the kernel has none */
	bool calls;
	char why_files[SANDBOX_WHY_SIZE]; /* the reason when it does not */
	char why_calls[SANDBOX_WHY_SIZE];
};

/* An empty box: it would allow no file. */
struct sandbox *sandbox_new(void);
void sandbox_free(struct sandbox **s);

/*
 * Allows a path, which is copied. To read one that does not exist yet the
 * nearest folder above that does is taken, but never the root. False when it
 * cannot be allowed.
 */
bool sandbox_allow(
    struct sandbox *s, const char *path, enum sandbox_right right);

/* Allows what the libraries read while they run. */
void sandbox_allow_libraries(struct sandbox *s);

/* Allows the socket of the system's log. */
void sandbox_allow_syslog(struct sandbox *s);

/* What would hold here: what the kernel offers and how this was built. */
void sandbox_look(struct sandbox_state *state_r);

/*
 * Locks the process in, for good. 0, or -1 when something failed that this
 * kernel has; then the program should not go on.
 */
int sandbox_enter(
    struct sandbox *s, struct sandbox_state *state_r, struct err *e);

/*
 * Whether the box, once entered, allows this; true as well where files are
 * not guarded.
 */
bool sandbox_covers(
    const struct sandbox *s, const char *path, enum sandbox_right right);

/* The same for the system's log. NULL allows all in both. */
bool sandbox_has_syslog(const struct sandbox *s);

/* The name of a system call, or NULL. Safe in a signal handler. */
const char *sandbox_call_name(int number);

#endif
