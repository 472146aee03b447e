/*
 * Pipes, fork and exec, and the bookkeeping of a child's end. One idea: all
 * pipes are non-blocking and poll() waits for both directions, so neither
 * side can make the other hang.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

uint64_t
child_now_us(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

void
child_init(struct child *c)
{
	*c = (struct child){.in = -1, .out = -1, .errors = -1};
	buf_init(&c->unsent, CHILD_OUT_MAX);
	buf_init(&c->said, CHILD_ERRORS_MAX);
	c->lines = mem_zalloc(CHILD_LINE_BUF + 1, 1);
}

static void
close_fd(int *fd)
{
	if (*fd != -1)
		(void)close(*fd);
	*fd = -1;
}

void
child_fini(struct child *c)
{
	if (c->pid > 0) {
		(void)kill(-c->pid, SIGKILL);
		(void)child_wait(c, 10000);
	}
	close_fd(&c->in);
	close_fd(&c->out);
	close_fd(&c->errors);
	buf_fini(&c->unsent);
	buf_fini(&c->said);
	free(c->lines);
	c->lines = NULL;
}

/* In the child: becomes the filter. Never returns. */
static void
become(int pipes[3][2], const char *base, char *const argv[])
{
	char *program = NULL; /* seen from here, not from `base` */
	int i, end;

	if (strchr(argv[0], '/') != NULL)
		program = realpath(argv[0], NULL);
	(void)setpgid(0, 0);
	(void)signal(SIGPIPE, SIG_DFL);
	for (i = 0; i < 3; i++) {
		end = pipes[i][i == 0 ? 0 : 1];
		if (dup2(end, i) == -1)
			_exit(126);
	}
	if (chdir(base) == -1) {
		(void)dprintf(2, "%s: %s\n", base, strerror(errno));
		_exit(126);
	}
	(void)execvp(program != NULL ? program : argv[0], argv);
	(void)dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void
close_pipes(int pipes[3][2])
{
	int i;

	for (i = 0; i < 3; i++) {
		close_fd(&pipes[i][0]);
		close_fd(&pipes[i][1]);
	}
}

/*
 * The ends that stay here are closed in the child by exec. None has a number
 * below 3, so that dup2 in the child overwrites nothing.
 */
static int
open_pipes(int pipes[3][2])
{
	int i, k, fd;

	for (i = 0; i < 3; i++) {
		if (pipe2(pipes[i], O_CLOEXEC) == -1)
			return -1;
		for (k = 0; k < 2; k++) {
			if (pipes[i][k] > 2)
				continue;
			fd = fcntl(pipes[i][k], F_DUPFD_CLOEXEC, 3);
			if (fd == -1)
				return -1;
			(void)close(pipes[i][k]);
			pipes[i][k] = fd;
		}
	}
	return 0;
}

static int
keep_end(int *fd)
{
	int kept = *fd;

	(void)fcntl(kept, F_SETFL, fcntl(kept, F_GETFL) | O_NONBLOCK);
	*fd = -1;
	return kept;
}

int
child_start(
    struct child *c, const char *base, char *const argv[], struct err *e)
{
	int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
	pid_t pid;

	if (open_pipes(pipes) == -1) {
		close_pipes(pipes);
		return err_sys(e, "pipe");
	}
	pid = fork();
	if (pid == 0)
		become(pipes, base, argv);
	if (pid == -1) {
		close_pipes(pipes);
		return err_sys(e, "fork");
	}
	(void)setpgid(pid, pid);
	c->pid = pid;
	c->in = keep_end(&pipes[0][1]);
	c->out = keep_end(&pipes[1][0]);
	c->errors = keep_end(&pipes[2][0]);
	close_pipes(pipes);
	buf_reset(&c->unsent);
	c->sent = c->start = c->end = 0;
	return 0;
}

void
child_send(struct child *c, const char *data, size_t len)
{
	(void)buf_add(&c->unsent, data, len);
}

size_t
child_unsent(const struct child *c)
{
	return c->unsent.len - c->sent;
}

int
child_flush(struct child *c)
{
	ssize_t n;

	while (c->in != -1 && child_unsent(c) > 0) {
		n = write(c->in, c->unsent.data + c->sent, child_unsent(c));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && errno == EAGAIN)
			return 0;
		if (n == -1)
			return -1;
		c->sent += (size_t)n;
	}
	if (child_unsent(c) == 0) {
		buf_reset(&c->unsent);
		c->sent = 0;
	}
	return 0;
}

void
child_close_in(struct child *c)
{
	close_fd(&c->in);
}

static void
read_out(struct child *c)
{
	size_t room, n = CHILD_READ_MAX;
	ssize_t got;

	if (c->start > 0) {
		memmove(c->lines, c->lines + c->start, c->end - c->start);
		c->end -= c->start;
		c->start = 0;
	}
	room = CHILD_LINE_BUF - c->end;
	if (n > room)
		n = room;
	if (n == 0)
		return;
	got = read(c->out, c->lines + c->end, n);
	if (got == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0)
		close_fd(&c->out);
	else
		c->end += (size_t)got;
}

void
child_pump(struct child *c, bool reading, int wait_ms)
{
	struct pollfd fds[2] = {
	    {.fd = child_unsent(c) > 0 ? c->in : -1, .events = POLLOUT},
	    {.fd = reading ? c->out : -1, .events = POLLIN},
	};

	if (poll(fds, 2, wait_ms) <= 0)
		return;
	if (fds[0].revents != 0 && child_flush(c) == -1) {
		/* It reads no more; what it still says is on stdout. */
		close_fd(&c->in);
		buf_reset(&c->unsent);
		c->sent = 0;
	}
	if (fds[1].revents != 0)
		read_out(c);
}

const char *
child_line(struct child *c, size_t *len_r, bool *whole_r)
{
	char *line = c->lines + c->start;
	size_t left = c->end - c->start;
	char *lf = memchr(line, '\n', left);

	if (lf != NULL) {
		*len_r = (size_t)(lf - line);
		*whole_r = true;
		c->start += *len_r + 1;
	} else if (left > 0 && (c->out == -1 || left == CHILD_LINE_BUF)) {
		*len_r = left;
		*whole_r = false;
		c->start = c->end;
	} else {
		return NULL;
	}
	line[*len_r] = '\0';
	return line;
}

static void
collect(struct child *c, const struct rusage *ru)
{
	char chunk[4096];
	ssize_t n;

	while ((n = read(c->errors, chunk, sizeof(chunk))) > 0)
		(void)buf_add(&c->said, chunk, (size_t)n);
	c->cpu_s += (double)(ru->ru_utime.tv_sec + ru->ru_stime.tv_sec) +
		    (double)(ru->ru_utime.tv_usec + ru->ru_stime.tv_usec) / 1e6;
	if (ru->ru_maxrss > c->peak_kb)
		c->peak_kb = ru->ru_maxrss;
	close_fd(&c->in);
	close_fd(&c->out);
	close_fd(&c->errors);
	c->pid = 0;
}

int
child_wait(struct child *c, int wait_ms)
{
	uint64_t end_us = child_now_us() + (uint64_t)wait_ms * 1000;
	struct rusage ru = {0};
	bool killed = false;
	pid_t got;

	for (;;) {
		got = wait4(c->pid, &c->status, killed ? 0 : WNOHANG, &ru);
		if (got == c->pid || (got == -1 && errno != EINTR))
			break;
		if (child_now_us() >= end_us) {
			(void)kill(-c->pid, SIGKILL);
			killed = true;
		} else {
			(void)poll(NULL, 0, 1);
		}
	}
	collect(c, &ru);
	return killed ? -1 : 0;
}

int
child_code(const struct child *c)
{
	if (WIFSIGNALED(c->status))
		return 128 + WTERMSIG(c->status);
	return WEXITSTATUS(c->status);
}
