/*
 * Threads, as this program uses them: joinable, named, and with every signal
 * blocked that does not tell of a fault of the thread, because signals arrive
 * through a descriptor in the main thread.
 */
#ifndef THREAD_H
#define THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "err.h"

/*
 * Starts a thread. `name` has at most 15 characters and is a constant. The
 * caller joins it with pthread_join. Returns 0, or -1 with the reason.
 */
int thread_start(pthread_t *thread_r, const char *name, void *(*run)(void *),
    void *arg, struct err *e);

/* A condition that can be waited for up to a moment of clock_mono_ms. */
void thread_cond_init(pthread_cond_t *cond_r);

/*
 * With the lock held, waits for the condition until `due_ms`. False when that
 * moment has come; may return true without a reason.
 */
bool thread_cond_wait(
    pthread_cond_t *cond, pthread_mutex_t *lock, uint64_t due_ms);

#endif
