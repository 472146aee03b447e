/*
 * Threads, as this program uses them: joinable, named, with every signal
 * blocked, because signals arrive through a descriptor in the main thread.
 */
#ifndef THREAD_H
#define THREAD_H

#include <pthread.h>

#include "err.h"

/*
 * Starts a thread of at most 15 characters of name. The caller joins it with
 * pthread_join. Returns 0, or -1 with the reason.
 */
int thread_start(pthread_t *thread_r, const char *name, void *(*run)(void *),
    void *arg, struct err *e);

#endif
