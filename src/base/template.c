/*
 * Texts with holes. One walk for both uses: the text is a run of pieces, each
 * of which is a word in percent signs, a doubled percent sign or plain.
 */
#include "template.h"

#include <stdbool.h>
#include <string.h>

#include "text.h"

enum piece_kind { PIECE_PLAIN, PIECE_PERCENT, PIECE_WORD, PIECE_BROKEN };

struct piece {
	enum piece_kind kind;
	const char *at; /* of a word: behind its percent sign */
	size_t len;
};

enum { SHOWN_MAX = 80 };

static bool
is_word_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The piece at `text`, which is not empty; returns what comes behind it. */
static const char *
next_piece(const char *text, struct piece *p)
{
	size_t n;

	p->at = text;
	if (*text != '%') {
		p->kind = PIECE_PLAIN;
		p->len = strcspn(text, "%");
		return text + p->len;
	}
	for (n = 1; is_word_letter(text[n]);)
		n++;
	p->at = text + 1;
	p->len = n - 1;
	if (text[n] != '%') {
		p->kind = PIECE_BROKEN;
		return text + n;
	}
	p->kind = n == 1 ? PIECE_PERCENT : PIECE_WORD;
	return text + n + 1;
}

static bool
is_known(const struct piece *p, const char *words)
{
	size_t n;

	while (*words != '\0') {
		words += strspn(words, " ");
		n = strcspn(words, " ");
		if (n == p->len && memcmp(words, p->at, n) == 0)
			return true;
		words += n;
	}
	return false;
}

static int
check_utf8(const char *text, struct err *e)
{
	size_t len = strlen(text), n;

	for (; len > 0; text += n, len -= n)
		if ((n = text_utf8_len(text, len)) == 0)
			return err_set(e, "is not written in UTF-8");
	return 0;
}

int
template_check(const char *text, const char *words, struct err *e)
{
	struct piece p;
	char shown[SHOWN_MAX];

	if (check_utf8(text, e) == -1)
		return -1;
	while (*text != '\0') {
		text = next_piece(text, &p);
		if (p.kind == PIECE_PLAIN || p.kind == PIECE_PERCENT ||
		    (p.kind == PIECE_WORD && is_known(&p, words)))
			continue;
		(void)text_escape_n(shown, sizeof(shown), p.at, p.len);
		if (p.kind == PIECE_WORD)
			return err_set(e,
			    "there is no word %%%s%%; the words between "
			    "percent signs are: %s",
			    shown, words);
		return err_set(e,
		    "%%%s has no second percent sign; write %%%% for a "
		    "percent sign",
		    shown);
	}
	return 0;
}

static const char *
value_of(const struct piece *p, const struct template_word *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strlen(words[i].name) == p->len &&
		    memcmp(words[i].name, p->at, p->len) == 0)
			return words[i].value;
	return "";
}

void
template_fill(const char *text, const struct template_word *words, size_t count,
    struct buf *out)
{
	struct piece p;

	while (*text != '\0') {
		text = next_piece(text, &p);
		switch (p.kind) {
		case PIECE_PLAIN:
			(void)buf_add(out, p.at, p.len);
			break;
		case PIECE_WORD:
			(void)buf_adds(out, value_of(&p, words, count));
			break;
		case PIECE_PERCENT:
		case PIECE_BROKEN:
			(void)buf_addc(out, '%');
			(void)buf_add(out, p.at, p.len);
			break;
		}
	}
}
