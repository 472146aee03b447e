/* The numbers at the top of the page, and its tables and lists. */
#include <string.h>

#include "page_priv.h"
#include "wording_priv.h"

enum { HUNDRED = 100 };

/* A tile: title, number, and a sentence that is still to come. */
static void
begin_tile(struct buf *out, const char *color, const char *title)
{
	(void)buf_addf(out, "<div class=\"tile%s\"><p>%s</p><b>", color, title);
}

static void
end_tile(struct buf *out)
{
	(void)buf_adds(out, "</p></div>\n");
}

static void
tile_share(
    const struct report *r, struct buf *out, const char *title, uint64_t n)
{
	const bool error = strcmp(title, "Found") != 0;

	begin_tile(out, n == 0 ? "" : error ? " error" : " found", title);
	wording_number(out, n);
	(void)buf_adds(out, "</b><p>");
	wording_percent(out, n, r->view->all.messages);
	(void)buf_adds(out, " of all messages");
	end_tile(out);
}

static void
tile_quota(const struct report *r, struct buf *out)
{
	begin_tile(out, "", "Quota at its peak");
	if (r->limit > 0 && r->limit != HISTORY_UNLIMITED)
		(void)buf_addf(out, "%u %%", r->percent);
	else
		wording_number(out, r->view->used.messages);
	(void)buf_adds(out, "</b><p>");
	wording_number(out, r->view->used.messages);
	(void)buf_adds(out, " in 60 minutes, limit ");
	wording_limit(out, r->limit);
	end_tile(out);
}

void
page_tiles(const struct report *r, struct buf *out)
{
	(void)buf_adds(out, "<div class=\"tiles\">\n");
	begin_tile(out, "", "Messages");
	wording_number(out, r->view->all.messages);
	(void)buf_adds(out, "</b><p>");
	wording_bytes(out, r->view->all.bytes);
	end_tile(out);
	tile_share(r, out, "Found", r->found);
	tile_share(r, out, "Not scanned", r->error);
	begin_tile(out, "", "Answer time");
	wording_ms(out, r->most_ms);
	(void)buf_adds(out, "</b><p>95 % were below it");
	end_tile(out);
	tile_quota(r, out);
	begin_tile(out, "", "Definitions");
	wording_age(out, r->age_s);
	(void)buf_adds(out, "</b><p>old, ");
	wording_number(out, r->updates);
	(void)buf_adds(out, r->updates == 1 ? " update" : " updates");
	end_tile(out);
	(void)buf_adds(out, "</div>\n");
}

static void
add_class(const struct report *r, const struct report_class *c, struct buf *out)
{
	bool first = true;
	int k;

	(void)buf_adds(out, "<tr><td class=\"any\">");
	wording_html(out, c->name);
	(void)buf_adds(out, "</td><td class=\"n\">");
	wording_number(out, c->counts.messages);
	(void)buf_adds(out, "</td><td class=\"n\">");
	wording_percent(out, c->counts.messages, r->view->all.messages);
	(void)buf_adds(out, "</td><td>");
	for (k = 0; k < ACTION_COUNT; k++) {
		if (c->action[k] == 0)
			continue;
		(void)buf_addf(out, "%s%s ", first ? "" : ", ",
		    action_name((enum action_kind)k));
		wording_number(out, c->action[k]);
		first = false;
	}
	(void)buf_adds(out, "</td></tr>\n");
}

void
page_classes(const struct report *r, struct buf *out)
{
	size_t i;

	page_card(out, "Verdicts by class",
	    "What was found, and what became of the messages.");
	(void)buf_adds(out,
	    "<table class=\"classes\"><tr><th>Class</th>"
	    "<th class=\"n\">Messages</th>"
	    "<th class=\"n\">Share</th><th>Actions</th></tr>\n");
	for (i = 0; i < r->classes_n; i++)
		add_class(r, &r->classes[i], out);
	(void)buf_adds(out, "</table>\n");
	page_card_end(out);
}

static void
add_top(const struct history_top *top, uint64_t most, struct buf *out)
{
	const double share =
	    most > 0 && top->messages <= most
		? (double)top->messages * HUNDRED / (double)most
		: 0;

	(void)buf_addf(out, "<li><i style=\"width:%.1f%%\"></i><span>", share);
	wording_html(out, top->text);
	(void)buf_adds(out, "</span><span class=\"n\">");
	wording_number(out, top->messages);
	(void)buf_adds(out, "</span></li>\n");
}

void
page_tops(const struct report *r, struct buf *out)
{
	const struct history_view *v = r->view;
	size_t i;
	int k;

	(void)buf_adds(out, "<div class=\"pair\">\n");
	for (k = 0; k < HISTORY_KINDS; k++) {
		page_card(out, report_kind((enum history_kind)k),
		    v->top_n[k] > 0 ? "Of messages in which something was "
				      "found, the most frequent."
				    : "Nothing was found.");
		(void)buf_adds(out, "<ol class=\"top\">\n");
		for (i = 0; i < v->top_n[k]; i++)
			add_top(&v->top[k][i], v->top[k][0].messages, out);
		(void)buf_adds(out, "</ol>\n");
		page_card_end(out);
	}
	(void)buf_adds(out, "</div>\n");
}

/* A piece of a line, when there is something to say. */
static void
add_piece(struct buf *out, const char *before, const char *text)
{
	if (text[0] == '\0')
		return;
	(void)buf_adds(out, before);
	wording_html(out, text);
}

static void
add_latest(const struct history_latest *l, struct buf *out)
{
	(void)buf_addf(out, "<li><span class=\"tag%s\">",
	    strcmp(l->class, HISTORY_ERROR) == 0 ? " error" : "");
	wording_html(out, l->name);
	(void)buf_adds(out, "</span> ");
	add_piece(out, "", l->class);
	add_piece(out, ", ", l->action);
	(void)buf_adds(out, "<small>");
	wording_time(out, l->time_ms / 1000, "%e %b, %H:%M:%S");
	add_piece(out, " from ", l->sender);
	add_piece(out, " to ", l->recipients);
	add_piece(out, ", source ", l->ip);
	add_piece(out, ", message ", l->queue_id);
	add_piece(out, ", in ", l->path);
	(void)buf_adds(out, "</small></li>\n");
}

void
page_latest(const struct report *r, struct buf *out)
{
	size_t i;

	if (r->view->latest_n == 0)
		return;
	page_card(out, "Latest findings", "The newest first.");
	(void)buf_adds(out, "<ol class=\"latest\">\n");
	for (i = 0; i < r->view->latest_n; i++)
		add_latest(&r->view->latest[i], out);
	(void)buf_adds(out, "</ol>\n");
	page_card_end(out);
}
