/* Parts of attachments that several kinds are made of. */
#ifndef CONTENT_PRIV_H
#define CONTENT_PRIV_H

#include "content.h"

enum { CONTENT_MAX = 512 * 1024 * 1024 };

void content_words(
    struct buf *out, struct draw *d, size_t size, const char *line_end);
void content_png(struct buf *out, struct draw *d, const struct content *c);
void content_jpeg(struct buf *out, struct draw *d, const struct content *c);
void content_pdf(struct buf *out, struct draw *d, const struct content *c);

#endif
