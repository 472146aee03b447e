/*
 * Text for content rules: the first byte chooses a charset, the rest is a
 * part, read as plain text, as HTML and as a header field. Whatever comes out
 * must be UTF-8, because the patterns are told that it is.
 */
#include <stdint.h>
#include <stdlib.h>

#include "charset.h"
#include "fold.h"
#include "html_priv.h"
#include "mailtext.h"
#include "text.h"

enum { ROOM = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const charsets[] = {NULL, "us-ascii", "utf-8", "utf-16",
    "iso-2022-jp", "shift_jis", "euc-jp", "gb18030", "big5", "koi8-r", "utf-7",
    "ks_c_5601-1987", "iso-2022-kr", "hz", "x-none"};

static void
check(const struct buf *text)
{
	struct buf folded;

	if (!text_is_utf8(text->data, text->len))
		abort();
	buf_init(&folded, 32 * ROOM);
	fold_text(text->data, text->len, &folded);
	if (!text_is_utf8(folded.data, folded.len))
		abort();
	buf_fini(&folded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t n = sizeof(charsets) / sizeof(charsets[0]);
	struct buf text, plain;
	char charset[CHARSET_NAME_MAX];

	if (size == 0)
		return 0;
	buf_init(&text, ROOM);
	buf_init(&plain, ROOM);
	charset_to_utf8(charsets[data[0] % n], data + 1, size - 1, &text);
	check(&text);
	(void)html_is(text.data, text.len);
	(void)html_charset((const char *)data, size, charset, sizeof(charset));
	html_text(text.data, text.len, &plain);
	check(&plain);
	buf_reset(&text);
	mailtext_decode(
	    (struct slice){(const char *)data + 1, size - 1}, &text);
	check(&text);
	buf_fini(&plain);
	buf_fini(&text);
	return 0;
}
