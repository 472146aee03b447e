/*
 * The response to a request, from its verdict. Pure functions; any thread may
 * call.
 */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>

#include "buf.h"
#include "config.h"
#include "finding.h"
#include "headers.h"
#include "verdict.h"

/* What a response is made from. */
struct response_source {
	const char *seq;      /* the request's number */
	const char *queue_id; /* any bytes; or NULL */
	const struct config *config;
	const struct verdict *verdict;
	const struct findings *findings;
	struct headers_scanner scanner;
	unsigned interface; /* agreed with the server */
};

/*
 * Writes the whole line without its line end, at most PROTO_SAFE_MAX bytes.
 * Header fields that do not fit are left out, the least important first;
 * returns how many that were.
 */
unsigned response_build(const struct response_source *source, struct buf *line);

/* `SEQ REJECTED "..."`: the server is to try again later. */
void response_defer(const char *seq, const char *reason, struct buf *line);

/* A header that says so, for a message that goes on above the license. */
void response_unscanned(const char *seq, const struct config *config,
    unsigned interface, struct buf *line);

#endif
