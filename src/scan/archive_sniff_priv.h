/* Where an archive starts in the data, for the walk. Pure functions. */
#ifndef ARCHIVE_SNIFF_PRIV_H
#define ARCHIVE_SNIFF_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "archive_reader_priv.h"
#include "archive_walk.h"

struct archive_start {
	enum archive_kind kind;
	size_t at;               /* the archive's first byte */
	enum reader_kind stream; /* or READER_ARCHIVE */
	bool lha;
	bool iso;  /* an image of a disc */
	bool weak; /* may be a coincidence: nothing is said if it won't open */
};

struct archive_start archive_find(const unsigned char *data, size_t len);

/* Is a file that starts with these bytes worth to be read as a whole? */
bool archive_may_start(const unsigned char *data, size_t len);

#endif
