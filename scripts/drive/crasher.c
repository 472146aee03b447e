/*
 * The whole program with a scan in which some messages end it, for tests: the
 * linker puts this function in front of scan_message. A message is told by
 * its Subject.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scan.h"
#include "slice.h"

int real_scan(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e) __asm__("__real_scan_message");
int crash_scan(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e) __asm__("__wrap_scan_message");

static volatile int depth;
static const char *_Atomic temp; /* a folder that may be written */

/* Overflows the stack. */
static int
recurse(char *above)
{
	char block[4096];

	if (depth++ < 0)
		return 0;
	block[0] = above[0];
	block[sizeof(block) - 1] = 0;
	return recurse(block) + block[0];
}

static void
by_segv(void)
{
	(void)raise(SIGSEGV);
}

/* Sanitizers would end the program in a way of their own. */
__attribute__((no_sanitize("undefined", "thread"))) static void
by_fault(void)
{
	static char *volatile nowhere;

	*nowhere = 1; /* NOLINT: what it is for */
}

static void
by_abort(void)
{
	abort();
}

static void
by_kill(void)
{
	(void)kill(getpid(), SIGKILL);
}

static void
by_overflow(void)
{
	char first[1] = {0};

	(void)recurse(first);
}

/* A mapped file that is cut. */
static void
by_bus(void)
{
	char name[256];
	int fd;
	volatile char *at;

	(void)snprintf(name, sizeof(name), "%s/cut", atomic_load(&temp));
	fd = open(name, O_RDWR | O_CREAT, 0600);
	at = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	(void)at[0];
}

static void
by_exec(void)
{
	(void)execl("/bin/true", "true", (char *)NULL);
}

static void
by_socket(void)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

/* A scan without an end. */
static void
by_waiting(void)
{
	for (;;)
		(void)poll(NULL, 0, -1);
}

static const struct {
	const char *subject;
	void (*end)(void);
} ends[] = {
    {"end segv", by_segv},
    {"end fault", by_fault},
    {"end abort", by_abort},
    {"end kill", by_kill},
    {"end overflow", by_overflow},
    {"end bus", by_bus},
    {"end exec", by_exec},
    {"end socket", by_socket},
    {"end never", by_waiting},
};

int
crash_scan(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	struct slice s = message->subject;
	size_t i;

	atomic_store(&temp, tempdir_path(tools->temp));
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (s.len == strlen(ends[i].subject) &&
		    memcmp(s.data, ends[i].subject, s.len) == 0)
			ends[i].end();
	return real_scan(tools, message, findings, e);
}
