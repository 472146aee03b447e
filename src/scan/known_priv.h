/*
 * What an engine has found clean, so that it need not look again when the same
 * comes soon after: a message that the server offers once more, the text of a
 * mailing. Only whole pieces that were handed to the engine are remembered,
 * each with the way in which it was looked at, by a keyed hash (seen_priv.h).
 * Any thread may call.
 */
#ifndef KNOWN_PRIV_H
#define KNOWN_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KNOWN_LEN_MAX = 1024 * 1024 }; /* what is longer is not remembered */

struct known;

struct known_piece {
	const void *data;
	size_t len;
	unsigned way; /* in which it is looked at, below 256 */
};

/* How a piece is remembered. */
struct known_mark {
	uint64_t hash;
	uint64_t kind; /* length and way; 0: it is not remembered */
};

/* One for so many pieces; a new one takes the place of an old one. */
struct known *known_new(size_t pieces);
void known_free(struct known **known);

struct known_mark known_mark_of(
    const struct known *known, const struct known_piece *piece);
bool known_has(struct known *known, struct known_mark mark);
void known_add(struct known *known, struct known_mark mark);

#endif
