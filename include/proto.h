/*
 * The lines of the external filter protocol: requests are parsed, responses
 * composed. Source: CommuniGate Pro guide, "Helper Applications" and "Data".
 * Pure functions; any thread may call.
 */
#ifndef PROTO_H
#define PROTO_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum {
	PROTO_LINE_MAX = 4096, /* of a response, with number and line end */
	PROTO_SAFE_MAX = 4000, /* what we fill of it */
	PROTO_SEQ_MAX = 64,    /* digits of a request's number */
	PROTO_PATH_MAX = 4096,
	PROTO_INTERFACE = 4, /* the newest interface version spoken here */
	PROTO_LOG_COLUMNS = 150
};

enum verb {
	VERB_NONE,    /* the line does not start with a number */
	VERB_UNKNOWN, /* a number and something else */
	VERB_INTF,
	VERB_FILE,
	VERB_KEY,
	VERB_QUIT
};

struct request {
	enum verb verb;
	char seq[PROTO_SEQ_MAX + 1]; /* as the server wrote it */
	unsigned version;            /* INTF: what the server offers */
	char path[PROTO_PATH_MAX];   /* FILE; empty: no usable path */
};

/* Parses one line without its line end. Never fails: see verb and path. */
void proto_parse(const char *line, size_t len, struct request *request_r);

/* The version to answer to INTF. */
unsigned proto_interface(unsigned offered);

/*
 * Adds `text` as a protocol string: in quotes, with escapes, UTF-8 kept, other
 * bytes replaced. A "\n" in the text becomes \e, the end of a line. Cut to
 * `room` bytes with the quotes, at a character.
 */
void proto_string(struct buf *out, const char *text, size_t room);

#endif
