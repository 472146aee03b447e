/* Header fields as people read them. */
#include "mailtext.h"

#include "charset_priv.h"

void
mailtext_decode(struct slice raw, struct buf *out)
{
	size_t start = out->len, from, to;

	charset_add_words(NULL, raw.data, raw.len, out);
	/* Decoded words may hold line ends, too. */
	for (from = to = start; from < out->len; from++)
		if (out->data[from] != '\n' && out->data[from] != '\r')
			out->data[to++] = out->data[from];
	out->len = to;
	out->data[to] = '\0';
}
