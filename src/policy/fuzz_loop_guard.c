/*
 * Heads with loop guards: what is read as a field is written and read again,
 * and is the same; and every mail has a code.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "loop_guard_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_field(struct slice value)
{
	struct loop_guard_field f, back;
	struct slice written;
	struct buf out;

	if (!loop_guard_parse(value, &f))
		return;
	buf_init(&out, LOOP_GUARD_FIELD_MAX);
	loop_guard_write(&f, &out);
	if (out.cut ||
	    loop_guard_find((struct slice){out.data, out.len}, &written) != 1 ||
	    !loop_guard_parse(written, &back) ||
	    back.expires_s != f.expires_s || strcmp(back.nonce, f.nonce) != 0 ||
	    memcmp(back.code, f.code, sizeof(f.code)) != 0)
		abort();
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char key[SIGN_MAC_KEY_SIZE];
	struct slice to = {"a@x", 3};
	struct loop_guard_mail mail = {
	    .text = {(const char *)data, size},
	    .rest_fd = -1,
	    .recipients = &to,
	    .recipients_n = 1,
	};
	unsigned char code[SIGN_MAC_SIZE];
	struct loop_guard_field f = {0};
	struct slice value;
	struct err e;

	if (loop_guard_find(mail.text, &value) > 0) {
		if (value.data < mail.text.data ||
		    value.data + value.len > mail.text.data + size)
			abort();
		check_field(value);
	}
	if (loop_guard_code(&mail, &f, key, code, &e) == -1)
		abort();
	return 0;
}
