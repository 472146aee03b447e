/*
 * The loop guard: a header field in every mail that the program submits, by
 * which it knows its own mails again. A mail with a valid one passes without
 * a scan, once. The field holds a number used once, a time after which it is
 * worth nothing, and a code (HMAC) over both, the Message-ID, the recipients
 * and the content, with a key that only this installation has.
 *
 *   state_dir/guard.key     the key, mode 0600, made at first use
 *   state_dir/guard/        the numbers that were used, until they expire
 *
 * Any thread or process may call.
 */
#ifndef LOOP_GUARD_H
#define LOOP_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "envelope.h"
#include "err.h"
#include "slice.h"

#define LOOP_GUARD_NAME "X-CGPWard-Guard"

enum {
	LOOP_GUARD_LIFE_S = 2 * 86400, /* how long a field is valid */
	LOOP_GUARD_FIELD_MAX = 200     /* bytes of a field with its line end */
};

/* A mail as it is submitted, or as it comes back. All of it is the caller's. */
struct loop_guard_mail {
	const char *state_dir;
	struct slice text; /* RFC 5322, without envelope */
	int rest_fd;       /* -1, or where the rest of a cut text is read */
	const struct slice *recipients; /* addresses in any order */
	size_t recipients_n;
	int64_t now_s; /* time of day, seconds since 1970 */
};

/* Adds the field with its line end "\n", made for this mail alone. */
int loop_guard_make(
    const struct loop_guard_mail *mail, struct buf *out, struct err *e);

/* True when a mail has such a field at all. Costs a walk over its head. */
bool loop_guard_is_there(struct slice text);

enum loop_guard_result {
	LOOP_GUARD_NONE,     /* there is no such field */
	LOOP_GUARD_VALID,    /* ours; its number is used up now */
	LOOP_GUARD_WORTHLESS /* forged, copied, altered, expired or used before
			      */
};

/*
 * Looks at the guard of a mail that came. Only LOOP_GUARD_VALID lets it pass;
 * the reason for LOOP_GUARD_WORTHLESS is in `why`.
 */
enum loop_guard_result loop_guard_check(
    const struct loop_guard_mail *mail, struct err *why);

/* Forgets numbers that have expired; how many. */
unsigned loop_guard_sweep(const char *state_dir, int64_t now_s);

/*
 * The recipients of an envelope as a list, to be freed. -1 when there is no
 * memory for so many.
 */
int loop_guard_recipients(const struct envelope *envelope,
    struct slice **list_r, size_t *n_r, struct err *e);

#endif
