/* What the sources of the loop guard share. */
#ifndef LOOP_GUARD_PRIV_H
#define LOOP_GUARD_PRIV_H

#include <stdbool.h>

#include "loop_guard.h"
#include "sign.h"

enum { LOOP_GUARD_NONCE_LEN = 32, LOOP_GUARD_CODE_LEN = 2 * SIGN_MAC_SIZE };

/* The field, taken apart. */
struct loop_guard_field {
	int64_t expires_s;
	char nonce[LOOP_GUARD_NONCE_LEN + 1]; /* hexadecimal, like the code */
	unsigned char code[SIGN_MAC_SIZE];
};

/* How many guard fields a mail's head has; the value of the last of them. */
unsigned loop_guard_find(struct slice text, struct slice *value_r);

/* Reads the value of a field; false when it is not one of ours. */
bool loop_guard_parse(struct slice value, struct loop_guard_field *field_r);

/* Adds the whole field with its line end. */
void loop_guard_write(const struct loop_guard_field *field, struct buf *out);

/*
 * Computes the code of a mail for the field's number and time.
 * -1 when the rest of the mail cannot be read.
 */
int loop_guard_code(const struct loop_guard_mail *mail,
    const struct loop_guard_field *field,
    const unsigned char key[SIGN_MAC_KEY_SIZE],
    unsigned char code_r[SIGN_MAC_SIZE], struct err *e);

/* Reads the key; with `make`, makes one when there is none. */
int loop_guard_key(const char *state_dir, bool make,
    unsigned char key_r[SIGN_MAC_KEY_SIZE], struct err *e);

/* Remembers that the number was used. -1: it was before, or it failed. */
int loop_guard_use(
    const char *state_dir, const struct loop_guard_field *field, struct err *e);

/*
 * The lines of a head: up to LF, CR LF or a CR alone. False at the end of the
 * head, which is an empty line or the end of the text; *pos is behind it.
 */
bool loop_guard_line(struct slice text, size_t *pos, struct slice *line_r);

#endif
