/* Header fields as people read them. */
#include "mailtext.h"

#include <ctype.h>

#include "encoded_word.h"

static struct slice
trimmed(struct slice s)
{
	while (s.len > 0 && isspace((unsigned char)*s.data)) {
		s.data++;
		s.len--;
	}
	while (s.len > 0 && isspace((unsigned char)s.data[s.len - 1]))
		s.len--;
	return s;
}

void
mailtext_decode(struct slice raw, struct buf *out)
{
	size_t start = out->len, from, to;

	encoded_words_decode(NULL, trimmed(raw), out);
	/* Decoded words may hold line ends, too. */
	for (from = to = start; from < out->len; from++)
		if (out->data[from] != '\n' && out->data[from] != '\r')
			out->data[to++] = out->data[from];
	out->len = to;
	out->data[to] = '\0';
}
