/*
 * What all requests share: the configuration and the engine, both live, the
 * temporary folder, and the counters. One for the process.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "admission.h"
#include "config.h"
#include "engine.h"
#include "err.h"
#include "holder.h"
#include "journal.h"
#include "queue.h"
#include "recall.h"
#include "roster.h"
#include "sandbox.h"
#include "scan.h"
#include "tempdir.h"
#include "vitals.h"
#include "writer.h"

/* A configuration that several threads share. */
struct live_config {
	struct held held;
	struct config *config;
};

struct filter {
	char *config_file; /* as found at start; never changes */
	char *base;        /* the server's base directory: the current one */
	struct holder configs; /* of struct live_config */
	struct holder engines; /* of struct engine */
	struct tempdir *temp;
	struct writer *writer;       /* NULL: no server is listening */
	bool on_terminal;            /* a person reads the answers */
	atomic_uint interface;       /* version agreed with the server */
	atomic_bool stopping;        /* what has not begun is deferred */
	struct roster roster;        /* the jobs without an answer */
	struct admission *admission; /* NULL: everything may go */
	struct recall *recall;       /* of messages deferred by the quota */
	struct queue held;           /* jobs that wait for the quota */
	struct journal *journal;     /* NULL: nothing is remembered */
	struct sandbox *box;         /* NULL: the program is not locked in */
	struct quarantine *quarantine;
	struct postman *postman;     /* NULL: nobody is notified */
	struct historian *historian; /* NULL: no history is kept */
	struct vitals vitals;
	/* scan_message, or what a test puts in its place. */
	int (*scan)(const struct scan_tools *tools,
	    const struct message *message, struct findings *findings,
	    struct err *e);
};

/*
 * Reads the configuration. On failure all errors are in `errors`, a line
 * each.
 */
int filter_configure(
    struct filter *f, const char *config_file, struct buf *errors);

/* Makes the temporary folder that the configuration wants. */
int filter_make_temp(struct filter *f, struct err *e);

/* Both of them. */
int filter_open(struct filter *f, const char *config_file, struct buf *errors);

void filter_close(struct filter *f);

/*
 * Reads the configuration again and swaps it in. When it is broken the old
 * one stays in force; the errors are logged. True when it was swapped and
 * the engine has to be built again.
 */
bool filter_reload(struct filter *f);

/* A reference to the present configuration, given back with held_unref. */
struct live_config *filter_config(struct filter *f);

#endif
