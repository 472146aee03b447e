/*
 * Waiting for descriptors. poll() is refused more of them than the process
 * may have, whatever is open; the limit can be lowered from outside at any
 * time. select() has no such rule and takes its place until poll() works.
 */
#include "ready_priv.h"

#include <errno.h>
#include <stddef.h>
#include <sys/select.h>

struct sets {
	fd_set in, out;
	int end; /* the highest descriptor and one */
};

static void
fill(struct sets *s, const struct pollfd *fds, unsigned n)
{
	unsigned i;

	FD_ZERO(&s->in);
	FD_ZERO(&s->out);
	s->end = 0;
	for (i = 0; i < n; i++) {
		if (fds[i].fd < 0 || fds[i].fd >= FD_SETSIZE)
			continue;
		if (fds[i].events & POLLIN)
			FD_SET(fds[i].fd, &s->in);
		if (fds[i].events & POLLOUT)
			FD_SET(fds[i].fd, &s->out);
		if (fds[i].fd >= s->end)
			s->end = fds[i].fd + 1;
	}
}

static void
note(const struct sets *s, struct pollfd *fds, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		fds[i].revents = 0;
		if (fds[i].fd < 0 || fds[i].fd >= FD_SETSIZE)
			continue;
		if (FD_ISSET(fds[i].fd, &s->in))
			fds[i].revents |= POLLIN;
		if (FD_ISSET(fds[i].fd, &s->out))
			fds[i].revents |= POLLOUT;
	}
}

int
ready_wait(struct pollfd *fds, unsigned n, int timeout_ms)
{
	struct timeval time = {.tv_sec = timeout_ms / 1000,
	    .tv_usec = (suseconds_t)(timeout_ms % 1000) * 1000};
	struct sets s;
	int ready = poll(fds, n, timeout_ms);

	if (ready != -1 || errno != EINVAL)
		return ready;
	fill(&s, fds, n);
	ready =
	    select(s.end, &s.in, &s.out, NULL, timeout_ms < 0 ? NULL : &time);
	if (ready >= 0)
		note(&s, fds, n);
	return ready;
}
