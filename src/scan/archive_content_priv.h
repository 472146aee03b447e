/* The bytes of one member in memory. One thread's. */
#ifndef ARCHIVE_CONTENT_PRIV_H
#define ARCHIVE_CONTENT_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_reader_priv.h"
#include "archive_walk.h"

struct content {
	unsigned char *data; /* NULL when empty */
	size_t len;
	size_t size;   /* allocated */
	uint64_t seen; /* bytes that went by in a dry run */
	bool doubtful; /* the reader found something wrong with it */
};

struct content_args {
	struct reader *reader;
	struct budget *budget;
	uint64_t consumed; /* of the input when the member began */
	uint64_t room;     /* more bytes than this are out of proportion */
	size_t want;       /* stop when there are so many bytes */
	bool dry;          /* read to the end, keep nothing */
	bool any_ratio;    /* the budget alone bounds what it grows to */
};

enum content_end {
	CONTENT_MORE,  /* there are `want` bytes or more */
	CONTENT_ALL,   /* the member was read to its end */
	CONTENT_PART,  /* its rest cannot be read, other members can */
	CONTENT_BAD,   /* nothing more can be read of the archive */
	CONTENT_LIMIT, /* the budget forbids more */
	CONTENT_RATIO, /* it grows too much */
	CONTENT_MEMORY
};

/* Adds to what is there. A zeroed struct is empty content. */
enum content_end content_read(const struct content_args *a, struct content *c);

void content_free(struct content *c);

#endif
