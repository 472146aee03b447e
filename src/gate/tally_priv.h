/*
 * The file of a tally: a head and one word of 64 bits for each minute of
 * TALLY_DAYS, at the minute's number modulo their count. A word is 0 where
 * nothing was counted; else 26 bits of the minute, 28 bits of its count, and
 * 10 bits that follow from these and from the place.
 */
#ifndef TALLY_PRIV_H
#define TALLY_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "tally.h"

enum {
	TALLY_MINUTES = TALLY_DAYS * 24 * 60,
	TALLY_COUNT_BITS = 28,
	TALLY_CHECK_BITS = 10,
	TALLY_PRIME = 1021,
	TALLY_STEP = 389
};

#define TALLY_MAGIC      "cgpward tally 1"
#define TALLY_COUNT_MAX  (((uint64_t)1 << TALLY_COUNT_BITS) - 1)
#define TALLY_MINUTE_MAX (((int64_t)1 << 26) - 1)

struct tally_head {
	char magic[16];
	uint64_t minutes;
};

static inline uint64_t
tally_word(int64_t minute, uint64_t count)
{
	const uint64_t value = (uint64_t)minute << TALLY_COUNT_BITS | count;
	const uint64_t place = (uint64_t)minute % TALLY_MINUTES;

	return value << TALLY_CHECK_BITS |
	       ((value + place * TALLY_STEP) % TALLY_PRIME + 1);
}

static inline int64_t
tally_word_minute(uint64_t word)
{
	return (int64_t)(word >> (TALLY_CHECK_BITS + TALLY_COUNT_BITS));
}

static inline uint64_t
tally_word_count(uint64_t word)
{
	return word >> TALLY_CHECK_BITS & TALLY_COUNT_MAX;
}

/* True for a word that was counted at this place. */
static inline bool
tally_word_sound(uint64_t word, unsigned place)
{
	const int64_t minute = tally_word_minute(word);

	return minute % TALLY_MINUTES == (int64_t)place &&
	       word == tally_word(minute, tally_word_count(word));
}

/* Reads the head; 0, or -1 with a text that fits behind a file name. */
int tally_head_read(int fd, struct err *e);

#endif
