/* Monotonic time and time of day. */
#include "clock.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A random UUID that the kernel makes at each start of the machine. */
#define BOOT_ID "/proc/sys/kernel/random/boot_id"

enum { BOOT_TEXT_SIZE = 64 };

static int64_t
read_ms(clockid_t id)
{
	struct timespec ts = {0};

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

uint64_t
clock_mono_ms(void)
{
	return (uint64_t)read_ms(CLOCK_MONOTONIC);
}

int64_t
clock_wall_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static void
read_boot(unsigned char *boot_r)
{
	char text[BOOT_TEXT_SIZE];
	int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	ssize_t i, n;
	size_t digits = 0;

	if (fd == -1)
		return;
	n = read(fd, text, sizeof(text));
	(void)close(fd);
	for (i = 0; i < n && digits < 2 * (size_t)CLOCK_BOOT_SIZE; i++) {
		int value = hex_value(text[i]);

		if (value == -1)
			continue;
		boot_r[digits / 2] = (unsigned char)(boot_r[digits / 2] << 4 |
						     (unsigned char)value);
		digits++;
	}
}

void
clock_moment(struct moment *moment_r)
{
	memset(moment_r, 0, sizeof(*moment_r));
	read_boot(moment_r->boot);
	clock_again(moment_r);
}

void
clock_again(struct moment *moment)
{
	moment->wall_ms = clock_wall_ms();
	moment->boot_ms = (uint64_t)read_ms(CLOCK_BOOTTIME);
}
