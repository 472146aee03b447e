/*
 * The text of HTML. One pass from tag to tag; whether a tag parts words is
 * all that is known of it.
 */
#include "html_priv.h"

#include <string.h>

#include "fold.h"
#include "text.h"

enum { TAG_NAME_MAX = 24, HEAD_LOOK = 2048 };

struct html {
	const char *at, *end;
	struct buf *out;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_one_of(const char *name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (text_same(name, list[i]))
			return true;
	return false;
}

/* Whether a tag stands inside of words. */
static bool
is_inline(const char *name)
{
	static const char *const inside[] = {"a", "abbr", "acronym", "b", "bdi",
	    "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
	    "i", "ins", "kbd", "label", "mark", "nobr", "o", "q", "r", "rpr",
	    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "t",
	    "time", "tt", "u", "var", "wbr"};
	/* Of XML with prefixes, as in documents of offices. */
	static const char *const parting[] = {"p", "h", "br", "tab", "tr", "tc",
	    "row", "line-break", "table-cell"};
	const char *local = strchr(name, ':');

	if (local != NULL)
		return !is_one_of(
		    local + 1, parting, sizeof(parting) / sizeof(parting[0]));
	return is_one_of(name, inside, sizeof(inside) / sizeof(inside[0]));
}

/* A blank or a line end, never two of them. */
static void
add_gap(struct buf *out, char gap)
{
	if (out->len == 0)
		return;
	if (is_space(out->data[out->len - 1])) {
		if (gap == '\n')
			out->data[out->len - 1] = '\n';
		return;
	}
	(void)buf_addc(out, gap);
}

/* Reads the name of a tag behind "<" and an optional "/". */
static void
read_name(const char *s, const char *end, char name[TAG_NAME_MAX])
{
	size_t n = 0;

	if (s < end && *s == '/')
		s++;
	while (s < end && n < TAG_NAME_MAX - 1 && !is_space(*s) &&
	       strchr(">/<\"'=", *s) == NULL)
		name[n++] = *s++;
	name[n] = '\0';
}

/*
 * Behind the tag at `s`. A ">" in a quoted value does not end it, unless the
 * quote is never closed.
 */
static const char *
tag_end(const char *s, const char *end)
{
	const char *first = memchr(s, '>', (size_t)(end - s)), *close;

	if (first == NULL)
		return end;
	for (; s < end && *s != '>'; s++) {
		if (*s != '=')
			continue;
		for (s++; s < end && is_space(*s); s++)
			continue;
		if (s == end || (*s != '"' && *s != '\'')) {
			s--;
			continue;
		}
		close = memchr(s + 1, *s, (size_t)(end - s - 1));
		if (close == NULL)
			return first + 1;
		s = close;
	}
	return s < end ? s + 1 : first + 1;
}

/* Behind the text `what` from `s` on, or the end. */
static const char *
behind(const char *s, const char *end, const char *what)
{
	const char *found = text_find(s, (size_t)(end - s), what);

	return found != NULL ? found + strlen(what) : end;
}

/* Skips what a script or a style sheet holds. */
static void
skip_hidden(struct html *h, const char *name)
{
	if (text_same(name, "script"))
		h->at = behind(h->at, h->end, "</script");
	else if (text_same(name, "style"))
		h->at = behind(h->at, h->end, "</style");
	else
		return;
	h->at = behind(h->at, h->end, ">");
}

static void
take_tag(struct html *h)
{
	char name[TAG_NAME_MAX];
	bool closing = h->at[1] == '/';

	if (h->end - h->at >= 4 && memcmp(h->at, "<!--", 4) == 0) {
		h->at = behind(h->at + 4, h->end, "-->");
		return;
	}
	if (h->end - h->at >= 9 && memcmp(h->at, "<![CDATA[", 9) == 0) {
		h->at += 9;
		return;
	}
	read_name(h->at + 1, h->end, name);
	h->at = tag_end(h->at + 1, h->end);
	if (!is_inline(name))
		add_gap(h->out, '\n');
	if (!closing)
		skip_hidden(h, name);
}

static bool
is_tag(const struct html *h)
{
	return h->end - h->at >= 2 &&
	       (is_letter(h->at[1]) || strchr("/!?", h->at[1]) != NULL) &&
	       h->at[1] != '\0';
}

static void
take_reference(struct html *h)
{
	unsigned c;
	size_t n = html_reference(h->at, (size_t)(h->end - h->at), &c);

	if (n == 0)
		(void)buf_addc(h->out, '&');
	else if (c == 0xa0)
		(void)buf_addc(h->out, ' ');
	else
		fold_add_char(h->out, c);
	h->at += n > 0 ? n : 1;
}

void
html_text(const char *html, size_t len, struct buf *out)
{
	struct html h = {html, html + len, out};
	const char *start;

	while (h.at < h.end && !out->cut) {
		start = h.at;
		while (h.at < h.end && *h.at != '<' && *h.at != '&' &&
		       !is_space(*h.at))
			h.at++;
		(void)buf_add(out, start, (size_t)(h.at - start));
		if (h.at == h.end)
			break;
		if (is_space(*h.at)) {
			add_gap(out, ' ');
			h.at++;
		} else if (*h.at == '&') {
			take_reference(&h);
		} else if (is_tag(&h)) {
			take_tag(&h);
		} else {
			(void)buf_addc(out, *h.at++);
		}
	}
}

bool
html_is(const char *text, size_t len)
{
	static const char *const starts[] = {"<!doctype", "<html", "<head",
	    "<body", "<?xml", "<!--", "<meta", "<table", "<div", "<p>"};
	size_t i;

	while (len > 0 && is_space(*text)) {
		text++;
		len--;
	}
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (len >= strlen(starts[i]) &&
		    text_find(text, strlen(starts[i]), starts[i]) == text)
			return true;
	return false;
}

bool
html_charset(const char *data, size_t len, char *charset, size_t size)
{
	const char *s, *end;
	size_t n = 0;

	if (len > HEAD_LOOK)
		len = HEAD_LOOK;
	end = data + len;
	s = text_find(data, len, "charset=");
	if (s != NULL)
		s += strlen("charset=");
	else if (len > 5 && memcmp(data, "<?xml", 5) == 0 &&
		 (s = text_find(data, len < 200 ? len : 200, "encoding=")) !=
		     NULL)
		s += strlen("encoding=");
	else
		return false;
	while (s < end && (*s == '"' || *s == '\'' || is_space(*s)))
		s++;
	while (s < end && n + 1 < size && *s > ' ' && (*s & 0x80) == 0 &&
	       strchr("\"'>;/", *s) == NULL)
		charset[n++] = *s++;
	charset[n] = '\0';
	return n > 0;
}
