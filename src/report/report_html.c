/*
 * The report as one page without scripts, which asks no network for anything;
 * a policy in its head forbids it as well. It is well-formed XML.
 */
#include "page_priv.h"
#include "wording_priv.h"

static void
add_period(const struct report *r, struct buf *out)
{
	const struct history_period *p = &r->view->period;

	wording_time(out, p->from_s, "%e %b %Y, %H:%M to ");
	wording_time(out, p->to_s, "%e %b %Y, %H:%M UTC");
}

static void
add_name(const struct report *r, struct buf *out)
{
	(void)buf_adds(out, "Mail filter report");
	if (r->host != NULL) {
		(void)buf_adds(out, ": ");
		wording_html(out, r->host);
	}
}

static void
add_head(const struct report *r, struct buf *out)
{
	(void)buf_adds(out,
	    "<!DOCTYPE html>\n"
	    "<html lang=\"en\">\n"
	    "<head>\n<meta charset=\"utf-8\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'unsafe-inline'; "
	    "base-uri 'none'; form-action 'none'\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\"/>\n"
	    "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>");
	add_name(r, out);
	(void)buf_adds(out, "</title>\n<style>\n");
	(void)buf_adds(out, page_style);
	(void)buf_adds(out, "</style>\n</head>\n<body>\n<main>\n<header><h1>");
	add_name(r, out);
	(void)buf_adds(out, "</h1>\n<p>");
	add_period(r, out);
	if (r->view->begins_s > r->view->period.from_s)
		wording_time(out, r->view->begins_s,
		    ". The history begins on %e %b %Y, %H:%M.");
	(void)buf_adds(out, "</p></header>\n");
}

static void
add_missing(const struct report *r, struct buf *out)
{
	if (r->view->lost == 0)
		return;
	(void)buf_adds(out, "<div class=\"card missing\"><p>");
	wording_number(out, r->view->lost);
	(void)buf_adds(out, " messages are missing in this report, because "
			    "they could not be written.</p></div>\n");
}

void
page_card(struct buf *out, const char *title, const char *note)
{
	(void)buf_adds(out, "<section class=\"card\"><h2>");
	wording_html(out, title);
	(void)buf_adds(out, "</h2>\n<p class=\"note\">");
	wording_html(out, note);
	(void)buf_adds(out, "</p>\n");
}

void
page_card_end(struct buf *out)
{
	(void)buf_adds(out, "</section>\n");
}

void
report_html(const struct report *r, struct buf *out)
{
	add_head(r, out);
	add_missing(r, out);
	page_tiles(r, out);
	page_volume(r, out);
	page_classes(r, out);
	page_tops(r, out);
	page_answers(r, out);
	page_quota(r, out);
	page_definitions(r, out);
	page_latest(r, out);
	(void)buf_adds(out, "<footer><p>Made by cgpward " CGPWARD_VERSION);
	wording_time(
	    out, r->now_s, " on %e %b %Y at %H:%M UTC. All times are UTC.");
	(void)buf_adds(out, "</p></footer>\n</main>\n</body>\n</html>\n");
}
