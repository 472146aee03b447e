/* Finds the passwords of an archive's members by trying. One thread's. */
#ifndef ARCHIVE_UNLOCK_PRIV_H
#define ARCHIVE_UNLOCK_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "archive_walk.h"

/* The keys of one archive; what is not set by the walk starts as zero. */
struct keys {
	const unsigned char *data; /* the archive */
	size_t len;
	const struct archive_env *env;
	uint64_t member; /* the index of the one that is locked, from 0 */

	struct passwords *passwords; /* once they were asked for */
	size_t given;        /* how many that worked its reader has got */
	bool tried_smallest; /* in vain */
	uint64_t tried;      /* the index of the last one tried, plus 1 */
};

/*
 * What a reader asks at a locked member, again and again: first passwords
 * that have worked for the message, then the one found by trying on copies of
 * the reader. NULL when there is none.
 */
const char *keys_next(struct keys *k);

#endif
