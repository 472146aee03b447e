/*
 * The side actions of one request: its loop guard, the quarantine, notices.
 * Called by the worker that has the request.
 */
#ifndef SIDE_PRIV_H
#define SIDE_PRIV_H

#include "filter.h"
#include "finding.h"
#include "message.h"
#include "quarantine.h"
#include "verdict.h"

/* What they work with; all of it stays the caller's. */
struct side_case {
	struct filter *filter;
	const struct config *config;
	const struct message_source *source;
	const struct message *message; /* NULL: it could not be opened */
	struct findings *findings;
	struct verdict *verdict;
	const char *definitions; /* version */
	const char *who;         /* the request, for log lines */
};

/* True when the message carries a valid loop guard, which is used up now. */
bool side_guard(const struct side_case *c);

/*
 * Stores the message when the verdict says so. When that fails the verdict
 * becomes a deferral of class `error`: a message is never dropped, or let
 * pass, as if it had been stored. `id_r` is empty when it is not stored.
 */
void side_store(const struct side_case *c, char id_r[QUARANTINE_ID_SIZE]);

/* Hands over the notices when the verdict says so. */
void side_notify(const struct side_case *c, const char *quarantine_id);

#endif
