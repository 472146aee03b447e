/*
 * libarchive behind a small door: opens an archive in memory, steps through
 * its members and reads them block by block. Only formats and filters that
 * work inside the process are known to it.
 *
 * A reader belongs to one thread; the data outlives it. During each call the
 * thread's locale is C.UTF-8, so that names come as UTF-8.
 */
#ifndef ARCHIVE_READER_PRIV_H
#define ARCHIVE_READER_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Input is handed to libarchive in pieces of this size. */
enum { READER_BLOCK = 16 * 1024 };

struct reader;

/* What the data is as a whole: an archive, or one compressed stream. */
enum reader_kind {
	READER_ARCHIVE,
	READER_BZIP2,
	READER_COMPRESS,
	READER_GZIP,
	READER_LZ4,
	READER_LZIP,
	READER_LZMA,
	READER_TAR_GZIP, /* an archive within a stream */
	READER_XZ,
	READER_ZSTD
};

struct reader_args {
	const unsigned char *data;
	size_t len;
	enum reader_kind kind;
	/*
	 * LHA: libarchive gives up on names that are not of its charset, so
	 * each byte is taken for one character of Latin-1.
	 */
	bool latin1_names;
	void *arg;
	/* Asked before every piece of input; false ends the reading. */
	bool (*go_on)(void *arg);
	/* The next password to try, NULL when there is none; may be NULL. */
	const char *(*password)(void *arg);
};

enum reader_step {
	READER_OK,
	READER_END,
	READER_PART, /* this member, or its rest, cannot be read; go on */
	READER_BAD   /* nothing more can be read */
};

struct reader_member {
	const char *name;    /* raw bytes, or NULL: unknown; until the next */
	const char *content; /* of a link: where it leads; else NULL */
	bool regular;        /* a file, or of no known type */
	bool encrypted;
	bool has_size;
	uint64_t size; /* as declared: not to be trusted */
};

struct reader_block {
	const unsigned char *data; /* until the next call */
	size_t len;
	uint64_t offset; /* in the member; holes are skipped */
	bool doubtful;   /* readable, but something is wrong with it */
};

/*
 * Opens the data as what it is said to be. A stream holds one member: the
 * unpacked bytes. NULL when it cannot be opened.
 */
struct reader *reader_open(const struct reader_args *args);
void reader_close(struct reader **r);

enum reader_step reader_next(struct reader *r, struct reader_member *m_r);
enum reader_step reader_block(struct reader *r, struct reader_block *b_r);

/* After a failure: because of encryption? */
bool reader_encrypted(struct reader *r);

/* Bytes of the input read so far; after seeking, the place in it. */
uint64_t reader_consumed(struct reader *r);

/*
 * The member is packed by a method of zip that the engine knows and that
 * libarchive does not.
 */
bool reader_is_engines(struct reader *r);

/* Members are passed over by seeking, without unpacking them. */
bool reader_seeks(struct reader *r);

#endif
