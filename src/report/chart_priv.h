/*
 * Bars over time as inline SVG. The bars are stretched to whatever width there
 * is; what is written beside and below them is text of the page, so that it
 * can be read on a phone as well.
 */
#ifndef CHART_PRIV_H
#define CHART_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum { CHART_PARTS = 3, CHART_TICKS = 7 };

/* A bar of parts that stand on each other, the first at the bottom. */
struct chart_bar {
	uint64_t part[CHART_PARTS];
	char tick[24]; /* below it; "" : nothing */
	char tip[160]; /* what it says in words */
};

struct chart {
	const char *label; /* what it shows */
	const struct chart_bar *bars;
	size_t n;
	const char *color[CHART_PARTS]; /* names of the style sheet */
	uint64_t limit;                 /* a line across; 0: none */
	uint64_t top;                   /* of the scale; 0: by the bars */
	void (*unit)(struct buf *out, uint64_t value);
};

/* A round number that is not below `value`, and even. */
uint64_t chart_round(uint64_t value);

void chart_add(struct buf *out, const struct chart *chart);

#endif
