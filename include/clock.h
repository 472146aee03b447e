/*
 * The only place that reads the time. Everything that decides by time takes
 * it as an argument, so that tests can bring their own.
 * Any thread may call.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Time since some fixed moment; never goes back, not changed by the admin. */
uint64_t clock_mono_ms(void);

/* The time of day since 1970-01-01 UTC; may jump. */
int64_t clock_wall_ms(void);

/*
 * A moment by the two clocks that counting over hours needs. The time since
 * the machine was started goes on while it sleeps and obeys no administrator,
 * but it begins anew with each start; `boot` tells the starts apart.
 */
enum { CLOCK_BOOT_SIZE = 16 };

struct moment {
	int64_t wall_ms;                     /* since 1970-01-01 UTC */
	uint64_t boot_ms;                    /* since the machine's start */
	unsigned char boot[CLOCK_BOOT_SIZE]; /* which start; zeros: unknown */
};

/* Reads everything. It opens a file, so it is for the program's start. */
void clock_moment(struct moment *moment_r);

/* Brings the times up to date and keeps `boot`; needs no system call. */
void clock_again(struct moment *moment);

#endif
