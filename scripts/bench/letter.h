/* A mail in a buffer: its heads, its text, its attachments. */
#ifndef LETTER_H
#define LETTER_H

#include <stddef.h>

#include "buf.h"
#include "draw.h"

struct letter {
	struct buf *out;
	unsigned number; /* makes its boundary and its heads its own */
};

/* Heads, and a text of about `text` bytes as the first part. */
void letter_open(struct letter *l, struct draw *d, size_t text);

/* A text beside it, plain and as HTML. */
void letter_alternative(struct letter *l, struct draw *d, size_t text);

/* A plain part of about `size` bytes. */
void letter_part(struct letter *l, struct draw *d, size_t size);

void letter_attach(struct letter *l, const char *name, const char *type,
    const struct buf *data);
void letter_close(struct letter *l);

#endif
