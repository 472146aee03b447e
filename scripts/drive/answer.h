/*
 * One line from the filter, checked without mercy: a line that two writers
 * mixed, a missing quote or an unknown word is an error here, even where a
 * real server might let it pass. Source: the protocol of external filters,
 * interface 4. Pure functions.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stddef.h>

#include "err.h"

enum { ANSWER_LINE_MAX = 4096 }; /* bytes, with number and line end */

#define ANSWER_KINDS(X)                                                        \
	X(OK) X(ADDHEADER) X(DISCARD) X(REJECTED) X(ERROR) X(FAILURE) X(INTF)

enum answer_kind {
#define X(name) ANSWER_##name,
	ANSWER_KINDS(X)
#undef X
	    ANSWER_INFO, /* "* text" */
	ANSWER_COUNT
};

struct answer {
	enum answer_kind kind;
	const char *seq; /* the number as it stands in the line */
	size_t seq_len;
	long version; /* of INTF */
};

/*
 * Parses `len` bytes that end before the LF and are followed by a NUL.
 * `interface` is the negotiated version: ADDHEADER ends with OK from 4 on and
 * not before; 0 accepts both. 0, or -1 and what is wrong in `e`.
 */
int answer_parse(const char *line, size_t len, long interface,
    struct answer *a_r, struct err *e);

/* The word of the protocol; "*" for an information line. */
const char *answer_name(enum answer_kind kind);

#endif
