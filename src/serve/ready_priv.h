/* Waiting for descriptors, also where the kernel forbids poll() to. */
#ifndef READY_PRIV_H
#define READY_PRIV_H

#include <poll.h>

/*
 * As poll(), of which it needs POLLIN and POLLOUT only. Descriptors from
 * FD_SETSIZE on are never ready here while the process may have fewer
 * descriptors than `n`. Any thread may call.
 */
int ready_wait(struct pollfd *fds, unsigned n, int timeout_ms);

#endif
