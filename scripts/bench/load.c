/* Threads that take messages from one list until it is empty. */
#include "load.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "load_priv.h"
#include "thread.h"

enum { THREADS_MAX = 256, NAMES_MAX = 64 * 1024 * 1024 };

static pthread_mutex_t names_lock = PTHREAD_MUTEX_INITIALIZER; /* l->names */

static uint64_t
now_us(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static void
note(struct load *l, const struct load_message *m, const char *text)
{
	const char *slash = strrchr(m->path, '/');

	(void)pthread_mutex_lock(&names_lock);
	(void)buf_addf(
	    &l->names, "%s\t%s\n", slash != NULL ? slash + 1 : m->path, text);
	(void)pthread_mutex_unlock(&names_lock);
}

static void
scan_one(struct load *l, struct load_message *m)
{
	uint64_t start_us = now_us();
	struct buf name;
	struct err e;
	int rc;

	buf_init(&name, LOAD_NAME_MAX);
	rc = l->scan(l->arg, m, &name, &e);
	m->took_us = (uint32_t)(now_us() - start_us);
	m->found = rc == 1;
	m->failed = rc == -1;
	if (m->failed)
		(void)fprintf(stderr, "%s: %s\n", m->path, e.text);
	else if (m->found)
		note(l, m, name.data);
	buf_fini(&name);
}

static void *
work(void *arg)
{
	struct load *l = arg;
	size_t i;

	for (;;) {
		i = atomic_fetch_add(&l->next, 1);
		if (i >= l->end)
			return NULL;
		scan_one(l, &l->messages[i]);
	}
}

/* Messages [from, to) by the threads; waits for them. */
static int
stretch(struct load *l, size_t from, size_t to, struct err *e)
{
	pthread_t threads[THREADS_MAX];
	long n, started = 0;
	int rc = 0;

	atomic_store(&l->next, from);
	l->end = to;
	while (rc == 0 && started < l->args->threads) {
		rc = thread_start(&threads[started], "load", work, l, e);
		started += rc == 0;
	}
	for (n = 0; n < started; n++)
		(void)pthread_join(threads[n], NULL);
	return rc;
}

static int
run(struct load *l, struct err *e)
{
	size_t warm = (size_t)l->args->warm_up;

	if (warm >= l->n)
		return err_set(e, "there are not more than %zu messages", warm);
	if (stretch(l, 0, warm, e) == -1)
		return -1;
	l->at_start = load_usage(l->args->pid);
	l->start_us = now_us();
	if (stretch(l, warm, l->n, e) == -1)
		return -1;
	l->end_us = now_us();
	l->at_end = load_usage(l->args->pid);
	return 0;
}

int
load_run(const struct load_args *args, load_scan scan, void *arg, struct err *e)
{
	struct load l = {.args = args, .scan = scan, .arg = arg};
	int rc;

	buf_init(&l.names, NAMES_MAX);
	l.before = load_usage(args->pid);
	rc = load_read(&l, e);
	if (rc == 0)
		rc = run(&l, e);
	if (rc == 0)
		rc = load_print(&l, e);
	load_forget(&l);
	buf_fini(&l.names);
	return rc;
}

static int
take_number(const char *text, long min, long max, long *n_r, struct err *e)
{
	char *end;

	errno = 0;
	*n_r = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || *n_r < min ||
	    *n_r > max)
		return err_set(
		    e, "%s is not a number from %ld to %ld", text, min, max);
	return 0;
}

int
load_options(int argc, char **argv, struct load_args *args, struct err *e)
{
	long pid;
	int c;

	args->threads = 2;
	args->pid = getpid();
	while ((c = getopt(argc, argv, "+t:n:w:l:p:")) != -1) {
		if (c == 't' && take_number(optarg, 1, THREADS_MAX,
				    &args->threads, e) == -1)
			return -1;
		if (c == 'n' &&
		    take_number(optarg, 1, 1000000000, &args->count, e) == -1)
			return -1;
		if (c == 'w' &&
		    take_number(optarg, 0, 1000000000, &args->warm_up, e) == -1)
			return -1;
		if (c == 'p') {
			if (take_number(optarg, 1, 1 << 30, &pid, e) == -1)
				return -1;
			args->pid = (pid_t)pid;
		}
		if (c == 'l')
			args->list = optarg;
		if (c == '?')
			return err_set(e, "an unknown option");
	}
	return optind;
}

int
load_give_up(const char *peer, const struct err *e)
{
	(void)fprintf(stderr, "%s: %s\n", peer, e->text);
	return 2;
}
