/* Writing base64: three bytes make four letters. */
#include "base64.h"

#include <stdint.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789+/";

enum { LINE_BYTES = BASE64_LINE_MAX / 4 * 3 };

void
base64_add(struct buf *out, const void *data, size_t len)
{
	const unsigned char *u = data;
	uint32_t bits;
	char four[4];
	size_t i;

	for (i = 0; i < len; i += 3) {
		bits = (uint32_t)u[i] << 16;
		bits |= i + 1 < len ? (uint32_t)u[i + 1] << 8 : 0;
		bits |= i + 2 < len ? u[i + 2] : 0;
		four[0] = letters[bits >> 18];
		four[1] = letters[bits >> 12 & 63];
		four[2] = i + 1 < len ? letters[bits >> 6 & 63] : '=';
		four[3] = i + 2 < len ? letters[bits & 63] : '=';
		(void)buf_add(out, four, sizeof(four));
	}
}

void
base64_add_lines(struct buf *out, const void *data, size_t len)
{
	const unsigned char *u = data;
	size_t n;

	for (; len > 0; u += n, len -= n) {
		n = len < LINE_BYTES ? len : LINE_BYTES;
		base64_add(out, u, n);
		(void)buf_addc(out, '\n');
	}
}
