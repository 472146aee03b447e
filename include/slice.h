/*
 * Bytes inside somebody else's buffer: not ended by a NUL, valid as long as
 * that buffer. A zeroed slice is empty.
 */
#ifndef SLICE_H
#define SLICE_H

#include <stddef.h>

struct slice {
	const char *data; /* may be NULL when len is 0 */
	size_t len;
};

#endif
