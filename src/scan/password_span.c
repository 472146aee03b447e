/* Words of a text in UTF-8, and the marks that cling to them. */
#include "password_span_priv.h"

#include <string.h>

/* What may cling to a word without being part of it. */
static const char *const clinging[] = {"\"", "'", "`", ".", ",", ";", ":", "!",
    "?", "(", ")", "[", "]", "{", "}", "<", ">", "*", "_", "=", "«", "»", "„",
    "“", "”", "‘", "’", "‚", "「", "」", "『", "』", "【", "】", "《", "》",
    "：", "。", "、", "，"};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

size_t
span_len(const struct span *t)
{
	return (size_t)(t->end - t->s);
}

size_t
span_blank(const struct span *t)
{
	if (t->s == t->end)
		return 0;
	if ((unsigned char)*t->s <= ' ')
		return 1;
	if (span_len(t) >= 2 && memcmp(t->s, "\xc2\xa0", 2) == 0)
		return 2;
	if (span_len(t) >= 3 && memcmp(t->s, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

bool
span_word(struct span *t, struct span *word_r)
{
	size_t n;

	while ((n = span_blank(t)) > 0)
		t->s += n;
	word_r->s = t->s;
	while (t->s < t->end && span_blank(t) == 0)
		t->s++;
	word_r->end = t->s;
	return word_r->s < word_r->end;
}

static size_t
clings_before(const struct span *w)
{
	size_t i, n;

	for (i = 0; i < COUNT(clinging); i++) {
		n = strlen(clinging[i]);
		if (n <= span_len(w) && memcmp(w->s, clinging[i], n) == 0)
			return n;
	}
	return 0;
}

static size_t
clings_behind(const struct span *w)
{
	size_t i, n;

	for (i = 0; i < COUNT(clinging); i++) {
		n = strlen(clinging[i]);
		if (n <= span_len(w) && memcmp(w->end - n, clinging[i], n) == 0)
			return n;
	}
	return 0;
}

struct span
span_trim(struct span w)
{
	size_t n;

	while ((n = clings_before(&w)) > 0)
		w.s += n;
	while ((n = clings_behind(&w)) > 0)
		w.end -= n;
	return w;
}
