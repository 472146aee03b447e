/*
 * The loop guard: made for one mail, and worth something for that mail and
 * once. The number is remembered before the mail passes, so that whoever
 * comes second, in whatever thread or process, finds it used.
 */
#include "loop_guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop_guard_priv.h"

enum { CLOCK_SLACK_S = 3600, NONCE_BYTES = LOOP_GUARD_NONCE_LEN / 2 };

int
loop_guard_make(
    const struct loop_guard_mail *mail, struct buf *out, struct err *e)
{
	unsigned char key[SIGN_MAC_KEY_SIZE], nonce[NONCE_BYTES];
	struct loop_guard_field f = {
	    .expires_s = mail->now_s + LOOP_GUARD_LIFE_S};
	size_t i;

	if (loop_guard_key(mail->state_dir, true, key, e) == -1)
		return -1;
	sign_mac_random(nonce, sizeof(nonce));
	for (i = 0; i < sizeof(nonce); i++)
		(void)snprintf(f.nonce + 2 * i, 3, "%02x", (unsigned)nonce[i]);
	if (loop_guard_code(mail, &f, key, f.code, e) == -1)
		return -1;
	loop_guard_write(&f, out);
	return 0;
}

/* Everything but whether it was used before. */
static int
check_code(const struct loop_guard_mail *mail, const struct loop_guard_field *f,
    struct err *why)
{
	unsigned char key[SIGN_MAC_KEY_SIZE], code[SIGN_MAC_SIZE];

	if (f->expires_s < mail->now_s)
		return err_set(why, "it has expired");
	if (f->expires_s > mail->now_s + LOOP_GUARD_LIFE_S + CLOCK_SLACK_S)
		return err_set(why, "it is of the future");
	if (loop_guard_key(mail->state_dir, false, key, why) == -1 ||
	    loop_guard_code(mail, f, key, code, why) == -1)
		return -1;
	if (!sign_mac_same(code, f->code))
		return err_set(why, "it is not for this mail");
	return 0;
}

bool
loop_guard_is_there(struct slice text)
{
	struct slice value;

	return loop_guard_find(text, &value) > 0;
}

enum loop_guard_result
loop_guard_check(const struct loop_guard_mail *mail, struct err *why)
{
	struct loop_guard_field f;
	struct slice value;
	unsigned n = loop_guard_find(mail->text, &value);

	if (n == 0)
		return LOOP_GUARD_NONE;
	if (n > 1)
		(void)err_set(why, "there are %u of them", n);
	else if (!loop_guard_parse(value, &f))
		(void)err_set(why, "it is not well formed");
	else if (check_code(mail, &f, why) == 0 &&
		 loop_guard_use(mail->state_dir, &f, why) == 0)
		return LOOP_GUARD_VALID;
	return LOOP_GUARD_WORTHLESS;
}

int
loop_guard_recipients(const struct envelope *envelope, struct slice **list_r,
    size_t *n_r, struct err *e)
{
	struct slice *list;
	size_t pos = 0, n = 0;

	list = calloc(envelope->recipients + 1, sizeof(*list));
	if (list == NULL)
		return err_set(e, "there is no memory for %zu recipients",
		    envelope->recipients);
	while (n < envelope->recipients &&
	       envelope_next_recipient(envelope, &pos, &list[n]))
		n++;
	*list_r = list;
	*n_r = n;
	return 0;
}
