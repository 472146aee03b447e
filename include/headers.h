/*
 * The header fields that a delivered message gets. Pure functions; any thread
 * may call.
 */
#ifndef HEADERS_H
#define HEADERS_H

#include "config.h"
#include "finding.h"
#include "verdict.h"

enum {
	HEADERS_FINDINGS_MAX = 10, /* status lines */
	HEADERS_MAX = HEADERS_FINDINGS_MAX + 2
};

/* Whole fields, "Name: value", the most important first. */
struct headers {
	char *field[HEADERS_MAX];
	unsigned n;
};

/* What scanned the message. */
struct headers_scanner {
	const char *program;     /* version */
	const char *engine;      /* version */
	const char *definitions; /* version, or NULL when none are loaded */
};

/*
 * Makes the fields for a message with this verdict and these findings. None
 * when the action is to pass, unless nothing was found and clean messages are
 * to be marked; none either when it was not scanned or when all names are
 * empty. Values have no line ends; long ones contain "\n " where they may be
 * folded.
 */
void headers_build(const struct config *config, const struct verdict *verdict,
    const struct findings *findings, const struct headers_scanner *scanner,
    struct headers *headers_r);

void headers_fini(struct headers *headers);

#endif
