/* What the server's loop and the terminal share. */
#ifndef SERVER_PRIV_H
#define SERVER_PRIV_H

#include <stdbool.h>

#include "filter.h"
#include "guard_priv.h"
#include "hup_file_priv.h"
#include "lines.h"
#include "loader.h"
#include "pool.h"
#include "proto.h"
#include "pulse_priv.h"
#include "server.h"
#include "tally.h"
#include "watchdog_priv.h"

struct server {
	const struct server_options *options;
	struct filter filter;
	struct writer *writer;
	struct pool *pool;
	struct loader *loader;
	struct pulse *pulse;
	struct watchdog watchdog;
	struct lines *lines;
	struct guard guard;
	struct hup_file hup_file;
	int signal_fd, timer_fd, broken_fd;
	uint64_t probe_due_ms;
	struct tally *tally; /* with --count-only */
	unsigned long counted;
	bool done;                        /* no more lines are taken */
	char quit_seq[PROTO_SEQ_MAX + 1]; /* of QUIT; empty: none */
};

/* Takes one line, as from standard input. */
void server_line(void *arg, const char *line, size_t len, bool cut);

/* Signals and timers, before there are threads. */
int events_open(struct server *s, struct err *e);
void events_close(struct server *s);

/*
 * Waits for something to happen and deals with signals and ticks. True when
 * standard input can be read, false when the program is to end.
 */
bool events_wait(struct server *s);

/* The same until every request has been answered and written. */
void events_settle(struct server *s);

/* Log lines go where the present configuration says. */
void events_apply_log(struct server *s);

/* What the server's log tells about this program and its settings. */
void server_banner(struct server *s);

/* The loop for a person at a terminal, instead of the server's. */
void terminal_run(struct server *s);

#endif
