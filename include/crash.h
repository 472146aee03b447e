/*
 * The last words. When the program ends by a signal, one line on standard
 * error names the signal and the files that were in work, and the signal then
 * does what it does without this.
 */
#ifndef CRASH_H
#define CRASH_H

#include <stdbool.h>

#include "journal.h"

/*
 * Sets the handlers. The journal, which may be NULL, lives until
 * crash_disarm. Main thread, before other threads are started.
 */
void crash_arm(const struct journal *journal);

/* Back to how signals were before. Main thread, when others have ended. */
void crash_disarm(void);

/*
 * A function that is asked first when the memory at an address cannot be had
 * (SIGBUS), as it happens with mapped files that are cut or on a disk that
 * fails. It is safe in a signal handler and returns true when it has put other
 * memory there and the access may be repeated. At most 4 are kept; main
 * thread, before other threads are started.
 */
void crash_on_bus(bool (*survive)(const void *address));

/*
 * A function that knows the names of system calls that the sandbox forbids
 * (SIGSYS), for the line. It is safe in a signal handler; NULL: unknown.
 */
void crash_call_names(const char *(*name)(int number));

#endif
