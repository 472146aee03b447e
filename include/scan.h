/*
 * One message under every pair of eyes: the engine, the second look into its
 * MIME structure, and the archives that the engine does not open.
 */
#ifndef SCAN_H
#define SCAN_H

#include "config.h"
#include "engine.h"
#include "err.h"
#include "finding.h"
#include "message.h"
#include "part.h"
#include "tempdir.h"

/* What a scan works with; all of it outlives the scan. */
struct scan_tools {
	const struct config *config;
	struct engine *engine;
	const struct tempdir *temp;

	/*
	 * Sees every part and every name inside containers, beside the engine;
	 * facts are not for it. What its `leaf` returns is ignored. NULL:
	 * nobody looks.
	 */
	const struct part_sink *observer;
};

/*
 * Scans a message and adds what was found. Returns 0 when everything within
 * the limits was looked at; a limit that was exceeded is a finding. Returns
 * -1 when the message was not scanned, or not all of it, for a reason that is
 * not in the message; what was found before that is kept all the same.
 * Any thread may call, one message in one thread.
 */
int scan_message(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e);

#endif
