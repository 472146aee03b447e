/* A set while it is made. */
#ifndef SETS_PRIV_H
#define SETS_PRIV_H

#include "buf.h"
#include "draw.h"
#include "err.h"
#include "letter.h"

struct set {
	const char *folder;
	struct draw draw;
	struct letter letter;
	struct buf expected; /* names of the messages with EICAR in them */
	unsigned long value; /* what grows */
	int count;           /* of messages */
};

/* Writes the buffer as a file of the set's folder. */
int sets_write(
    const struct set *s, const struct buf *b, const char *name, struct err *e);

/* A large set of definitions: hashes and byte signatures. */
int sets_definitions(struct set *s, struct err *e);

#endif
