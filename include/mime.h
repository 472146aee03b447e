/*
 * Takes a mail apart: every part of it, decoded, goes to a sink. Messages
 * inside messages (message/rfc822, message/global) are opened as deep as the
 * budget allows.
 *
 * The first reading follows the standard (RFC 2045 to 2047, RFC 2231). Where
 * the structure or an encoding is not clean, the mail is read again in the
 * other ways that mail programs are known to read it; see salvage.h.
 */
#ifndef MIME_H
#define MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "budget.h"
#include "part.h"

/* Once, from main, before there are threads. */
void mime_init(void);

/*
 * Hands every part of the message to the sink and reports message/partial
 * and message/external-body as class `partial`. `data` is read where it is
 * and must stay unchanged meanwhile. Places start with "mail/".
 *
 * True when the sink and the budget let the walk come to its end. After
 * false the budget tells a limit (`exceeded`), or else the sink stopped it.
 * What a limit of the reader itself left out is a fact of class `limits`.
 *
 * Any number of threads may call at once, each with its own budget and sink.
 */
bool mime_walk(const unsigned char *data, size_t len, struct budget *budget,
    const struct part_sink *sink);

#endif
