/* The values of parameters that may be names, for name.c. */
#ifndef NAME_VALUE_PRIV_H
#define NAME_VALUE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "name_priv.h"

enum { NAME_PIECES_MAX = 32 };

/* One "name*1*=value" of a field. */
struct name_piece {
	bool of_filename;
	bool encoded; /* percent signs are escapes */
	unsigned number;
	unsigned order; /* in which it was found */
	char *value;
};

struct name_reader {
	struct names *names;
	const char *charset;
	struct name_piece pieces[NAME_PIECES_MAX];
	size_t n_pieces, places;
};

/* What stands in front of and behind the equals sign. */
struct name_place {
	bool of_filename, numbered, encoded;
	unsigned number;
	const char *value; /* ended by a NUL */
};

/* Adds a name with its encoded words decoded. */
void name_value_add(struct name_reader *r, const char *value, size_t len);

/* Adds "charset'language'text" with escapes (RFC 2231). */
void name_value_add_extended(
    struct name_reader *r, const char *value, size_t len);

/* Adds what stands at a place, in every way it is read; or notes a piece. */
void name_value_read(struct name_reader *r, struct name_place *p);

#endif
