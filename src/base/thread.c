/*
 * Starting threads. Each has a second stack for signal handlers, so that even
 * an overflow of its own can be told.
 */
#include "thread.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "mem.h"

enum {
	/* libclamav recurses deeply on hostile files. */
	THREAD_STACK = 8 * 1024 * 1024,
	SIGNAL_STACK = 64 * 1024
};

struct start {
	const char *name;
	void *(*run)(void *);
	void *arg;
};

static void *
run(void *arg)
{
	struct start start = *(struct start *)arg;
	stack_t signals = {.ss_size = SIGNAL_STACK}, before = {0};
	void *memory, *result;

	free(arg);
	(void)pthread_setname_np(pthread_self(), start.name);
	memory = mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	signals.ss_sp = memory;
	if (memory == MAP_FAILED || sigaltstack(&signals, &before) == -1)
		return start.run(start.arg);
	result = start.run(start.arg);
	(void)sigaltstack(&before, NULL);
	(void)munmap(memory, SIGNAL_STACK);
	return result;
}

/* All signals but those that a fault of the thread itself raises. */
static void
block_signals(sigset_t *before_r)
{
	static const int own[] = {
	    SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP};
	sigset_t set;
	size_t i;

	(void)sigfillset(&set);
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		(void)sigdelset(&set, own[i]);
	(void)pthread_sigmask(SIG_SETMASK, &set, before_r);
}

int
thread_start(pthread_t *thread_r, const char *name, void *(*function)(void *),
    void *arg, struct err *e)
{
	struct start *start = mem_zalloc(1, sizeof(*start));
	pthread_attr_t attr;
	sigset_t before;
	int code;

	*start = (struct start){name, function, arg};
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, THREAD_STACK);
	block_signals(&before);
	code = pthread_create(thread_r, &attr, run, start);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attr);
	if (code != 0) {
		free(start);
		errno = code;
		return err_sys(e, "cannot start the thread %s", name);
	}
	return 0;
}

void
thread_cond_init(pthread_cond_t *cond_r)
{
	pthread_condattr_t attr;

	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(cond_r, &attr);
	(void)pthread_condattr_destroy(&attr);
}

bool
thread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, uint64_t due_ms)
{
	const struct timespec due = {
	    .tv_sec = (time_t)(due_ms / 1000),
	    .tv_nsec = (long)(due_ms % 1000) * 1000000,
	};

	return pthread_cond_timedwait(cond, lock, &due) == 0;
}
