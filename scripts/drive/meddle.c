/*
 * What tests do to the whole program from inside, beside ending it: the time
 * of day is shifted by what the file "clock" in the current folder says, in
 * seconds, and reading a message whose name begins with "slow" waits in its
 * middle until the file "go" is there. Where there is a file "no-tick" at the
 * start, timers never end. The linker puts these functions in front of those
 * of the program.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "message.h"

int real_open(const struct message_source *source, struct message **message_r,
    struct err *e) __asm__("__real_message_open");
int slow_open(const struct message_source *source, struct message **message_r,
    struct err *e) __asm__("__wrap_message_open");
int real_time(clockid_t id, struct timespec *now_r) __asm__(
    "__real_clock_gettime");
int shifted_time(clockid_t id, struct timespec *now_r) __asm__(
    "__wrap_clock_gettime");
int real_timer(int fd, int flags, const struct itimerspec *want,
    struct itimerspec *old_r) __asm__("__real_timerfd_settime");
int idle_timer(int fd, int flags, const struct itimerspec *want,
    struct itimerspec *old_r) __asm__("__wrap_timerfd_settime");

enum { FIRST_BYTES = 100, TICK_MS = 5 };

/* A few bytes, then nothing until it is told to go on. */
static ssize_t
read_slowly(void *arg, int fd, void *data, size_t size)
{
	int *calls = arg;

	if ((*calls)++ == 0)
		return read(fd, data, size < FIRST_BYTES ? size : FIRST_BYTES);
	while (access("go", F_OK) == -1)
		(void)poll(NULL, 0, TICK_MS);
	return read(fd, data, size);
}

int
slow_open(const struct message_source *source, struct message **message_r,
    struct err *e)
{
	struct message_source slow = *source;
	const char *slash = strrchr(source->path, '/');
	int calls = 0;

	if (slash == NULL || strncmp(slash, "/slow", 5) != 0)
		return real_open(source, message_r, e);
	slow.read_some = read_slowly;
	slow.arg = &calls;
	return real_open(&slow, message_r, e);
}

int
shifted_time(clockid_t id, struct timespec *now_r)
{
	int rc = real_time(id, now_r);
	char text[32];
	FILE *fp = id == CLOCK_REALTIME ? fopen("clock", "re") : NULL;

	if (fp != NULL) {
		if (fgets(text, sizeof(text), fp) != NULL)
			now_r->tv_sec += (time_t)strtoll(text, NULL, 10);
		(void)fclose(fp);
	}
	return rc;
}

int
idle_timer(
    int fd, int flags, const struct itimerspec *want, struct itimerspec *old_r)
{
	if (access("no-tick", F_OK) == 0)
		return 0;
	return real_timer(fd, flags, want, old_r);
}
