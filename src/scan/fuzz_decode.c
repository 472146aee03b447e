/* Fuzzes the decoders: all rules, and what comes out must fit. */
#include <stdint.h>
#include <stdlib.h>

#include "decode_priv.h"

/* Not an assert: that could be compiled out. */
static void
require(int condition)
{
	if (!condition)
		abort();
}

static void
decode_text(const unsigned char *in, size_t len, unsigned char *out)
{
	struct base64_look base64;
	struct base64_rules b;
	struct qp_look qp;
	struct qp_rules q;
	int i, k;

	base64_look(in, len, &base64);
	for (i = PAD_STOPS; i <= PAD_SHORTENS; i++)
		for (k = LINE_IGNORED; k <= LINE_ENDS; k++) {
			b.pad = (enum base64_pad)i;
			b.line = (enum base64_line)k;
			b.url = len % 2 == 0;
			require(base64_decode(b, in, len, out) <= len);
		}
	qp_look(in, len, &qp);
	for (i = 0; i < BAD_COUNT; i++)
		for (k = 0; k < LOWER_COUNT; k++) {
			q.bad = (enum qp_bad)i;
			q.lower = (enum qp_lower)k;
			require(qp_decode(q, in, len, out) <= len);
		}
}

static void
decode_sized(const unsigned char *in, size_t len)
{
	struct binhex_file forks;
	unsigned char *out;
	size_t size, used;

	size = uu_decode(in, len, NULL, 0, &used);
	require(used <= len);
	out = malloc(size + 1);
	if (out != NULL)
		require(uu_decode(in, len, out, size, &used) == size);
	free(out);
	size = binhex_decode(in, len, NULL, 0, &used);
	require(used <= len);
	out = malloc(size + 1);
	if (out != NULL) {
		require(binhex_decode(in, len, out, size, &used) == size);
		if (binhex_forks(out, size, &forks))
			require(
			    forks.data + forks.data_len <= out + size &&
			    forks.resource + forks.resource_len <= out + size);
	}
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of its own, so that reading too far is noticed. */
	unsigned char *in = malloc(size > 0 ? size : 1);
	unsigned char *out = malloc(size + 1);
	size_t used, i;

	if (out != NULL && in != NULL) {
		for (i = 0; i < size; i++)
			in[i] = data[i];
		decode_text(in, size, out);
		require(yenc_decode(in, size, out, &used) <= size);
		require(used <= size);
		decode_sized(in, size);
	}
	free(in);
	free(out);
	return 0;
}
