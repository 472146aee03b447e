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

#endif
