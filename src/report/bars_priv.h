/* The bars of a chart over the period of a report, with ticks and words. */
#ifndef BARS_PRIV_H
#define BARS_PRIV_H

#include "chart_priv.h"
#include "report_priv.h"

/* One for each bin of the report, without parts yet; to be freed. */
struct chart_bar *bars_new(const struct report *r);

/* A chart of them, in the colors of clean, found and not scanned. */
struct chart bars_chart(
    const char *label, const struct chart_bar *bars, size_t n);

/* Adds a number with its word to what a bar says. */
void bars_tell(struct chart_bar *bar, uint64_t n, const char *words);

/* Copies what was put together in `text`, and empties it. */
void bars_move(char *to, size_t size, struct buf *text);

#endif
