/* Bars over time as inline SVG. */
#include "chart_priv.h"

#include "wording_priv.h"

enum {
	BAR_WIDTH = 10,
	HEIGHT = 100,
	WIDE = 60,      /* with more bars the gaps are smaller */
	TICK_FIRST = 3, /* percent: nearer to an end there is no tick */
	TICK_LAST = 97
};

/* What is there can be seen. */
static const double least = 1.2;

uint64_t
chart_round(uint64_t value)
{
	static const uint64_t steps[] = {2, 4, 10};
	uint64_t unit = 1;
	size_t i;

	while (unit < UINT64_MAX / 100) {
		for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
			if (value <= steps[i] * unit)
				return steps[i] * unit;
		unit *= 10;
	}
	return value;
}

static uint64_t
height_of(const struct chart_bar *bar)
{
	uint64_t sum = 0;
	int k;

	for (k = 0; k < CHART_PARTS; k++)
		sum += bar->part[k];
	return sum;
}

static uint64_t
top_of(const struct chart *c)
{
	uint64_t most = c->limit;
	size_t i;

	if (c->top > 0)
		return c->top;
	for (i = 0; i < c->n; i++)
		if (height_of(&c->bars[i]) > most)
			most = height_of(&c->bars[i]);
	return chart_round(most);
}

static void
add_scale(struct buf *out, const struct chart *c, uint64_t top)
{
	const uint64_t marks[] = {top, top / 2, 0};
	size_t i;

	(void)buf_adds(out, "<div class=\"y\">");
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		(void)buf_adds(out, "<span>");
		c->unit(out, marks[i]);
		(void)buf_adds(out, "</span>");
	}
	(void)buf_adds(out, "</div>\n");
}

static void
add_line(struct buf *out, const char *class, double y, size_t width)
{
	(void)buf_addf(out,
	    "<line class=\"%s\" x1=\"0\" x2=\"%zu\" y1=\"%.2f\" y2=\"%.2f\"/>",
	    class, width, y, y);
}

static void
add_bar(struct buf *out, const struct chart *c, size_t i, uint64_t top)
{
	const struct chart_bar *bar = &c->bars[i];
	const double gap = c->n > WIDE ? 0.5 : 1;
	double y = HEIGHT, h;
	int k;

	if (height_of(bar) == 0)
		return;
	(void)buf_adds(out, "<g><title>");
	wording_html(out, bar->tip);
	(void)buf_adds(out, "</title>");
	for (k = 0; k < CHART_PARTS; k++) {
		if (bar->part[k] == 0)
			continue;
		h = (double)bar->part[k] * HEIGHT / (double)top;
		if (h < least)
			h = least;
		if (h > y)
			h = y;
		y -= h;
		(void)buf_addf(out,
		    "<rect class=\"%s\" x=\"%.1f\" y=\"%.2f\" width=\"%.1f\" "
		    "height=\"%.2f\"/>",
		    c->color[k], (double)i * BAR_WIDTH + gap, y,
		    BAR_WIDTH - 2 * gap, h);
	}
	(void)buf_adds(out, "</g>\n");
}

static void
add_ticks(struct buf *out, const struct chart *c)
{
	double at;
	size_t i;

	(void)buf_adds(out, "<div class=\"x\">");
	for (i = 0; i < c->n; i++) {
		at = ((double)i + 0.5) * 100 / (double)c->n;
		if (c->bars[i].tick[0] == '\0' || at < TICK_FIRST ||
		    at > TICK_LAST)
			continue;
		(void)buf_addf(out, "<span style=\"left:%.2f%%\">", at);
		wording_html(out, c->bars[i].tick);
		(void)buf_adds(out, "</span>");
	}
	(void)buf_adds(out, "</div>");
}

void
chart_add(struct buf *out, const struct chart *c)
{
	const uint64_t top = top_of(c);
	const size_t width = c->n * BAR_WIDTH;
	size_t i;

	(void)buf_adds(out, "<div class=\"plot\">");
	add_scale(out, c, top);
	(void)buf_addf(out,
	    "<svg viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" "
	    "role=\"img\" aria-label=\"",
	    width, (int)HEIGHT);
	wording_html(out, c->label);
	(void)buf_adds(out, "\">\n");
	add_line(out, "grid", 0, width);
	add_line(out, "grid", HEIGHT / 2.0, width);
	for (i = 0; i < c->n; i++)
		add_bar(out, c, i, top);
	add_line(out, "base", HEIGHT, width);
	if (c->limit > 0 && c->limit <= top)
		add_line(out, "limit",
		    HEIGHT - (double)c->limit * HEIGHT / (double)top, width);
	(void)buf_adds(out, "</svg>\n");
	add_ticks(out, c);
	(void)buf_adds(out, "</div>\n");
}
