/*
 * Attachments as people send them, made of nothing: each kind fills a buffer
 * with a valid file of about `size` bytes. Some can carry the EICAR test file.
 */
#ifndef CONTENT_H
#define CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "draw.h"

struct content {
	size_t size;
	bool plain;    /* an archive without pictures in it */
	bool infected; /* the EICAR test file is a member; archives only */
};

struct content_kind {
	const char *extension, *type;
	void (*fill)(struct buf *out, struct draw *d, const struct content *c);
	bool archive;
};

extern const struct content_kind content_kinds[];
extern const size_t content_kind_count;

/* The kind of an extension. */
const struct content_kind *content_kind(const char *extension);

/* Words without a meaning, in lines. */
void content_text(struct buf *out, struct draw *d, const struct content *c);

/* The EICAR test file. */
void content_eicar(struct buf *out);

/* A zip inside a zip, `depth` of them, with a text at the bottom. */
void content_nested(
    struct buf *out, struct draw *d, unsigned depth, bool infected);

#endif
