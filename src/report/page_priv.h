/* The parts of the page, in the order in which they stand there. */
#ifndef PAGE_PRIV_H
#define PAGE_PRIV_H

#include "report_priv.h"

extern const char page_style[];

/* A card with a title and a sentence below it; then its end. */
void page_card(struct buf *out, const char *title, const char *note);
void page_card_end(struct buf *out);

void page_tiles(const struct report *r, struct buf *out);
void page_volume(const struct report *r, struct buf *out);
void page_classes(const struct report *r, struct buf *out);
void page_tops(const struct report *r, struct buf *out);
void page_latest(const struct report *r, struct buf *out);
void page_answers(const struct report *r, struct buf *out);
void page_quota(const struct report *r, struct buf *out);
void page_definitions(const struct report *r, struct buf *out);

#endif
