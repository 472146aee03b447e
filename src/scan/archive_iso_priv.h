/*
 * The files of an ISO 9660 image (ECMA-119), Joliet ones included. They lie
 * in the image in one piece each and are found, not copied. One thread's.
 */
#ifndef ARCHIVE_ISO_PRIV_H
#define ARCHIVE_ISO_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ISO_DIRS_MAX = 1024, ISO_NAME_MAX = 3 * 255 + 1 };

struct iso_extent {
	uint32_t at; /* in bytes / 2048 */
	uint32_t len;
};

struct iso {
	const unsigned char *data;
	size_t len;
	struct iso_extent dirs[ISO_DIRS_MAX]; /* seen; some still to be read */
	bool joliet[ISO_DIRS_MAX];
	size_t n, reading;
	uint32_t offset; /* in the directory being read */
	uint32_t *seen;  /* length of the file at each sector */
	bool lost;       /* something could not be listed */
	char name[ISO_NAME_MAX];
};

struct iso_file {
	const unsigned char *data;
	size_t len;
	const char *name; /* until the next */
	bool cut;         /* the image ends before it does */
};

/* Takes memory of 1/512 of the image; -1 when there is none. */
int iso_init(struct iso *iso, const unsigned char *data, size_t len);
void iso_fini(struct iso *iso);

/* The next file; false at the end. Ends for every image. */
bool iso_next(struct iso *iso, struct iso_file *f_r);

#endif
