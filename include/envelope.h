/*
 * The envelope in front of a message in the server's queue: lines that begin
 * with a capital letter and a blank, up to the first empty line.
 *
 *   P I 26-04-2019 15:57:14 0000 ____ ____ <sender@example.test>
 *   R W 26-04-2019 15:57:14 0000 ____ _FY_ <recipient@example.test>
 *   S <account@example.test> SMTP [10.4.0.159]
 *   A example.test [10.21.2.87]
 *   O L
 *
 * Order and number of the lines are free, line ends are LF or CRLF. Parsing
 * never fails: a line that makes no sense is counted and skipped. Nothing is
 * allocated; all slices point into the caller's bytes. Addresses are given
 * without their < and >, otherwise as they are: perhaps without a domain,
 * perhaps with any byte except the line end in them.
 *
 * Pure functions; any thread may call.
 */
#ifndef ENVELOPE_H
#define ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "slice.h"

struct envelope {
	struct slice bytes; /* all of it with the empty line; may be empty */
	bool ended;         /* the empty line is there */

	bool has_sender;       /* there is a P line */
	struct slice sender;   /* empty: `<>`, or there is no P line */
	struct slice source;   /* SMTP, HTTP, DSN, PIPE ... */
	struct slice ip;       /* without [ and ]; 0.0.0.0 means internal */
	struct slice account;  /* who sent it, when authenticated */
	struct slice domain;   /* the receiving one */
	struct slice local_ip; /* of the server; newer servers tell it */
	struct slice options;  /* option letters, meaning unknown */
	size_t recipients;
	size_t skipped; /* lines that made no sense, or came a second time */
};

/*
 * Parses the envelope at the start of `data`. Returns how many bytes it takes
 * with its empty line: 0 when there is none, all of them when the empty line
 * is missing.
 */
size_t envelope_parse(
    const char *data, size_t len, struct envelope *envelope_r);

/*
 * The next recipient. `*pos` is 0 before the first call and is moved on; false
 * when there are no more. All of them together cost one pass.
 */
bool envelope_next_recipient(
    const struct envelope *envelope, size_t *pos, struct slice *address_r);

#endif
