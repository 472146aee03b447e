/* The lines and boundaries of a mail that is checked for cleanliness. */
#ifndef CLEAN_LINES_PRIV_H
#define CLEAN_LINES_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "clean_priv.h"

enum { CLEAN_LEVELS_MAX = 12, CLEAN_BOUNDARY_MAX = 70, CLEAN_LINE_MAX = 998 };

enum clean_type { CLEAN_LEAF, CLEAN_MULTIPART, CLEAN_MESSAGE };

/* What the head of a part says, as far as its structure goes. */
struct clean_head {
	enum clean_type type;
	const char *boundary; /* in the mail */
	size_t boundary_len;
	bool has_type, has_encoding, has_disposition;
	bool is_message; /* message/anything */
	bool intricate;  /* a parameter may give a name, or wants a parser */
	struct clean_leaf leaf;
};

struct clean {
	const char *at, *end;
	const char *line; /* without its end */
	size_t len;
	bool any_crlf, any_lf; /* which ends lines had so far */
	struct {
		const char *p;
		size_t len;
	} boundaries[CLEAN_LEVELS_MAX];
	unsigned levels;
	struct clean_bulk *bulk;
	struct clean_simple *simple;
	const char *why; /* what is not clean; NULL: nothing so far */
};

/* Goes to the next line; false at the end. */
bool clean_next(struct clean *c);

/* Notes the first thing that is not clean. Returns false. */
bool clean_fail(struct clean *c, const char *why);

/* Reads a head up to and with its empty line. False: not clean. */
bool clean_head(struct clean *c, struct clean_head *head_r);

/* True when the line starts with `prefix`, which is in lower case. */
bool clean_starts(const struct clean *c, const char *prefix);

#endif
