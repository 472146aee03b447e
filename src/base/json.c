/* Writing JSON. */
#include "json.h"

#include <string.h>

#include "text.h"

void
json_string(struct buf *out, const char *text)
{
	size_t len = strlen(text), n;

	(void)buf_addc(out, '"');
	while (len > 0) {
		n = text_utf8_len(text, len);
		if (n == 0) {
			(void)buf_adds(out, "\\ufffd");
			n = 1;
		} else if ((unsigned char)*text < 0x20 || *text == 0x7f) {
			(void)buf_addf(out, "\\u%04x", (unsigned char)*text);
		} else {
			if (*text == '"' || *text == '\\')
				(void)buf_addc(out, '\\');
			(void)buf_add(out, text, n);
		}
		text += n;
		len -= n;
	}
	(void)buf_addc(out, '"');
}
