/*
 * Reads the head of a mail or of a part as leniently as mail programs do:
 * every field that one of them would see, and every place where one of them
 * would let the body begin. Pure functions; any thread may call.
 */
#ifndef HEADER_PRIV_H
#define HEADER_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum {
	HEADER_FIELDS_MAX = 16, /* that are kept */
	HEADER_BODIES_MAX = 6,
	HEADER_LINES_MAX = 2000,
	HEADER_VALUE_MAX = 64 * 1024 /* of a field, what is read of it */
};

struct span {
	const char *p; /* not ended by a NUL */
	size_t len;
};

enum field_kind {
	FIELD_OTHER,
	FIELD_TYPE,        /* Content-Type */
	FIELD_ENCODING,    /* Content-Transfer-Encoding */
	FIELD_DISPOSITION, /* Content-Disposition */
};

struct field {
	enum field_kind kind;
	struct span value; /* as it stands, with its folding */
};

struct header {
	struct field fields[HEADER_FIELDS_MAX]; /* only Content- fields */
	size_t n;
	size_t bodies[HEADER_BODIES_MAX]; /* offsets, ascending */
	size_t n_bodies;
	size_t after_blank; /* which of them is first behind a blank line */
};

/* Reads the head that starts at `from` of the bytes before `end`. */
void header_read(const unsigned char *data, size_t from, size_t end,
    struct header *header_r);

/* Which field a name stands for, case ignored. */
enum field_kind header_field_kind(const char *name, size_t len);

/*
 * Whether a field's value may hold a name: there is one in plain, or a comment
 * or an escape that may stand inside of the word.
 */
bool header_may_name(struct span value);

/*
 * Writes the value in lower case without comments, quotes, backslashes,
 * blanks and controls, and with encoded words decoded, to at most size - 1
 * characters: "message/rfc822;name=x".
 */
void header_plain(struct span value, char *dst, size_t size);

/* The next line end that any program knows: LF, CR or CR LF. */
size_t header_line_end(
    const unsigned char *data, size_t from, size_t end, size_t *next_r);

#endif
