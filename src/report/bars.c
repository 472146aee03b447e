/* The bars of a chart over the period of a report, with ticks and words. */
#include "bars_priv.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "wording_priv.h"

enum { TEXT_MAX = 512 };

void
bars_move(char *to, size_t size, struct buf *text)
{
	const size_t n = text->len < size ? text->len : size - 1;

	memcpy(to, text->data, n);
	to[n] = '\0';
	buf_reset(text);
}

/* Every so many bars, at round times where there are some. */
static bool
has_tick(const struct report *r, size_t i)
{
	static const int64_t steps[] = {1, 2, 3, 6, 12, 24, 48};
	const int64_t hour = r->bars.list[i].start_s / HOUR_S;
	size_t k = 0;

	if (r->bars.width_s != HOUR_S)
		return i % ((r->bars.n + CHART_TICKS - 1) / CHART_TICKS) == 0;
	while (k + 1 < sizeof(steps) / sizeof(steps[0]) &&
	       (int64_t)r->bars.n > steps[k] * CHART_TICKS)
		k++;
	return hour % steps[k] == 0;
}

static void
name_bar(const struct report *r, size_t i, struct chart_bar *bar)
{
	const int64_t start_s = r->bars.list[i].start_s;
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (has_tick(r, i))
		wording_time(
		    &text, start_s, start_s % DAY_S != 0 ? "%H:%M" : "%e %b");
	bars_move(bar->tick, sizeof(bar->tick), &text);
	wording_time(&text, start_s,
	    r->bars.width_s == HOUR_S  ? "%e %b, %H:%M: "
	    : r->bars.width_s == DAY_S ? "%a %e %b: "
				       : "Week of %e %b: ");
	bars_move(bar->tip, sizeof(bar->tip), &text);
	buf_fini(&text);
}

void
bars_tell(struct chart_bar *bar, uint64_t n, const char *words)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	(void)buf_adds(&text, bar->tip);
	wording_number(&text, n);
	(void)buf_adds(&text, words);
	bars_move(bar->tip, sizeof(bar->tip), &text);
	buf_fini(&text);
}

struct chart_bar *
bars_new(const struct report *r)
{
	struct chart_bar *bars = mem_zalloc(r->bars.n, sizeof(*bars));
	size_t i;

	for (i = 0; i < r->bars.n; i++)
		name_bar(r, i, &bars[i]);
	return bars;
}

struct chart
bars_chart(const char *label, const struct chart_bar *bars, size_t n)
{
	return (struct chart){
	    .label = label,
	    .bars = bars,
	    .n = n,
	    .color = {"clean", "found", "error"},
	    .unit = wording_number,
	};
}
