/*
 * The words that a value may be made of: one text, with blanks between them.
 * What was chosen is a place or a set of bits, so nothing is allocated.
 */
#include "words_priv.h"

#include <stdlib.h>
#include <string.h>

#include "list_priv.h"
#include "text.h"

enum { WORD_MAX = 120 };

int
words_find(const char *words, const char *text)
{
	char word[WORD_MAX];
	size_t n;
	int i;

	for (i = 0; *words != '\0'; i++) {
		n = strcspn(words, " ");
		(void)text_escape_n(word, sizeof(word), words, n);
		if (text_same(word, text))
			return i;
		words += n;
		words += strspn(words, " ");
	}
	return -1;
}

const char *
words_at(const char *words, int place)
{
	for (; place > 0; place--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	return words;
}

int
words_parse(
    const char *words, const char *text, unsigned *mask_r, struct err *e)
{
	char *clean = list_clean(text), *word = clean;
	unsigned mask = 0;
	int place = 0;
	size_t n;
	bool last;

	while (*word != '\0' && place != -1) {
		n = strcspn(word, ",");
		last = word[n] == '\0';
		word[n] = '\0';
		place = words_find(words, word);
		if (place == -1)
			(void)err_set(e, "\"%.*s\" is not one of: %s", WORD_MAX,
			    word, words);
		else
			mask |= 1U << place;
		word += last ? n : n + 2; /* behind ", " */
	}
	free(clean);
	if (place == -1)
		return -1;
	*mask_r = mask;
	return 0;
}

void
words_format(const char *words, unsigned mask, struct buf *out)
{
	const char *word;
	bool any = false;
	int i;

	for (i = 0; *(word = words_at(words, i)) != '\0'; i++) {
		if ((mask & 1U << i) == 0)
			continue;
		(void)buf_adds(out, any ? ", " : "");
		(void)buf_add(out, word, strcspn(word, " "));
		any = true;
	}
}
