/*
 * Licenses from anywhere. The bytes are judged as they are, and once more as
 * if the vendor had signed them, so that the fields are reached.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "license.h"
#include "license_sign_priv.h"
#include "license_text_priv.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
judge(const struct buf *text, const unsigned char *key, int64_t now_s)
{
	struct license l;
	struct err e = {""};
	struct buf line;

	if (license_parse(text, key, now_s, &l, &e) != LICENSE_GOOD) {
		assert(l.per_hour == LICENSE_UNLICENSED);
		assert(e.text[0] != '\0');
	}
	buf_init(&line, 1 << 16);
	license_describe(&l, &line);
	license_remind(&l, now_s, &line);
	assert(text_utf8_len(line.data, line.len) > 0);
	buf_fini(&line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned char secret[LICENSE_KEY_SIZE], key[LICENSE_KEY_SIZE];
	static int made;
	char letters[LICENSE_SIGNATURE_LEN + 1];
	const int64_t now_s = 1795219200;
	struct buf text;

	if (!made) {
		license_sign_pair(secret, key);
		made = 1;
	}
	buf_init(&text, 2 * LICENSE_FILE_MAX);
	if (buf_add(&text, data, size) == 0) {
		judge(&text, key, now_s);
		license_sign(text.data, text.len, secret, letters);
		(void)buf_addf(&text, LICENSE_SIGNATURE "%s\n", letters);
		judge(&text, key, now_s);
	}
	buf_fini(&text);
	return 0;
}
