/* Starting threads. */
#include "thread.h"

#include <errno.h>
#include <signal.h>

/* libclamav recurses deeply on hostile files; musl-like defaults are small. */
enum { THREAD_STACK = 8 * 1024 * 1024 };

int
thread_start(pthread_t *thread_r, const char *name, void *(*run)(void *),
    void *arg, struct err *e)
{
	pthread_attr_t attr;
	sigset_t all, before;
	int code;

	(void)sigfillset(&all);
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, THREAD_STACK);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	code = pthread_create(thread_r, &attr, run, arg);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attr);
	if (code != 0) {
		errno = code;
		return err_sys(e, "cannot start the thread %s", name);
	}
	(void)pthread_setname_np(*thread_r, name);
	return 0;
}
