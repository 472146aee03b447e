/* Finds the password of an encrypted member by trying. One thread's. */
#ifndef ARCHIVE_UNLOCK_PRIV_H
#define ARCHIVE_UNLOCK_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "archive_walk.h"

struct unlock {
	const unsigned char *data; /* the archive */
	size_t len;
	struct budget *budget;
	struct passwords *passwords;
	uint64_t member; /* its index in the archive, from 0 */
	bool smallest;   /* instead of `member`: the one tried fastest */
};

/*
 * Tries the candidates that have not opened anything so far. True when one of
 * them reads the member to its end without a fault; that one has then moved
 * to the others that worked.
 */
bool unlock_try(const struct unlock *u);

#endif
