/* The charts of the volume. */
#include <stdlib.h>

#include "bars_priv.h"
#include "page_priv.h"
#include "wording_priv.h"

enum { TEXT_MAX = 512 };

static void
tell_volume(struct chart_bar *bar, const struct report_bin *bin)
{
	bars_tell(bar, bin->messages, " messages, ");
	bars_tell(bar, bin->found, " found, ");
	bars_tell(bar, bin->error, " not scanned");
}

static void
add_keys(struct buf *out, bool clean)
{
	(void)buf_adds(out, "<div class=\"keys\">");
	if (clean)
		(void)buf_adds(out, "<span><span class=\"key clean\"></span>"
				    "clean</span>");
	(void)buf_adds(out,
	    "<span><span class=\"key found\"></span>found</span>"
	    "<span><span class=\"key error\"></span>not scanned</span></div>"
	    "\n");
}

static void
add_all(const struct report *r, struct chart_bar *bars, struct buf *out)
{
	struct chart chart = bars_chart("Messages", bars, r->bars.n);
	size_t i;

	page_card(out,
	    r->bars.width_s == HOUR_S  ? "Messages by hour"
	    : r->bars.width_s == DAY_S ? "Messages by day"
				       : "Messages by week",
	    "All that were answered, by what was found in them.");
	add_keys(out, true);
	for (i = 0; i < r->bars.n; i++) {
		bars[i].part[0] = r->bars.list[i].clean;
		bars[i].part[1] = r->bars.list[i].found;
		bars[i].part[2] = r->bars.list[i].error;
		tell_volume(&bars[i], &r->bars.list[i]);
	}
	chart_add(out, &chart);
	page_card_end(out);
}

static void
add_found(const struct report *r, struct chart_bar *bars, struct buf *out)
{
	struct chart chart =
	    bars_chart("Messages that were not clean", bars, r->bars.n);
	size_t i;

	(void)buf_adds(out, "<div class=\"low\">");
	page_card(out, "Found and not scanned",
	    "The same without the clean messages.");
	add_keys(out, false);
	for (i = 0; i < r->bars.n; i++)
		bars[i].part[0] = 0;
	chart_add(out, &chart);
	page_card_end(out);
	(void)buf_adds(out, "</div>\n");
}

static void
add_day(const struct report *r, struct buf *out)
{
	struct chart_bar bars[DAY_HOURS] = {{{0}, "", ""}};
	struct chart chart =
	    bars_chart("Messages by hour of the day", bars, DAY_HOURS);
	struct buf text;
	int i;

	buf_init(&text, TEXT_MAX);
	for (i = 0; i < DAY_HOURS; i++) {
		bars[i].part[0] = r->hours[i].clean;
		bars[i].part[1] = r->hours[i].found;
		bars[i].part[2] = r->hours[i].error;
		wording_time(&text, (int64_t)i * HOUR_S, "%H:%M: ");
		bars_move(bars[i].tip, sizeof(bars[i].tip), &text);
		if (i % 4 == 0)
			wording_time(&text, (int64_t)i * HOUR_S, "%H:%M");
		bars_move(bars[i].tick, sizeof(bars[i].tick), &text);
		tell_volume(&bars[i], &r->hours[i]);
	}
	buf_fini(&text);
	(void)buf_adds(out, "<div class=\"low\">");
	page_card(out, "Messages by hour of the day",
	    "All days of this time together.");
	chart_add(out, &chart);
	page_card_end(out);
	(void)buf_adds(out, "</div>\n");
}

void
page_volume(const struct report *r, struct buf *out)
{
	struct chart_bar *bars = bars_new(r);

	add_all(r, bars, out);
	(void)buf_adds(out, "<div class=\"pair\">\n");
	add_found(r, bars, out);
	if (r->bars.width_s != HOUR_S)
		add_day(r, out);
	(void)buf_adds(out, "</div>\n");
	free(bars);
}
