/*
 * Mails that the program hands to the server, as files in the folder
 * Submitted/ of its base directory: NAME.tmp, renamed to NAME.sub. Source:
 * CommuniGate Pro guide, "PIPE". Any thread or process may call.
 */
#ifndef SUBMIT_H
#define SUBMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "message.h"
#include "slice.h"

enum { SUBMIT_PIECES_MAX = 4, SUBMIT_ADDRESS_MAX = 1000 };

/* A mail; all of it stays the caller's. */
struct submit_mail {
	const char *folder;  /* Submitted/ */
	struct slice sender; /* empty: `<>` */
	const struct slice *recipients;
	size_t recipients_n;
	/* The text of the mail, RFC 5322 with "\n", in pieces. */
	struct slice pieces[SUBMIT_PIECES_MAX];
};

/*
 * Writes the mail; when this returns 0 it is on the disk and the server may
 * take it. Refuses addresses that are not safe, and a mail to nobody.
 */
int submit_mail(const struct submit_mail *mail, struct err *e);

/*
 * Whether an address can stand in `<` and `>` of a line: UTF-8 without
 * control characters, and outside of quotes without blanks, commas, < and >.
 */
bool submit_is_address(struct slice address);

/*
 * Submits a message again, to the recipients of its envelope and from its
 * sender, with a loop guard in front of it. Its own fields Envelope-To,
 * Return-Path and loop guard are left out, and line ends become "\n".
 */
struct submit_again {
	const char *folder;            /* Submitted/ */
	const char *state_dir;         /* for the guard */
	const struct message *message; /* whole, not truncated */
	int64_t now_s;
};

int submit_again(const struct submit_again *again, struct err *e);

#endif
