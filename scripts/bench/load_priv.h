/* One run: shared by its reading, its threads and its account. */
#ifndef LOAD_PRIV_H
#define LOAD_PRIV_H

#include <stdatomic.h>

#include "load.h"

struct load_usage {
	double cpu_s;
	long rss_kib, peak_kib;
};

struct load {
	const struct load_args *args;
	load_scan scan;
	void *arg;
	struct load_message *messages;
	size_t n;
	size_t end;         /* how far the threads may go now */
	atomic_size_t next; /* which message is taken next */
	uint64_t start_us, end_us;
	struct load_usage before, at_start, at_end;
	struct buf names; /* "file<TAB>signature" lines of what was found */
};

/* Reads the folder in the order of its names. */
int load_read(struct load *l, struct err *e);
void load_forget(struct load *l);

/* What a process has used and holds now. */
struct load_usage load_usage(pid_t pid);

/* The JSON object on stdout, and the list of what was found. */
int load_print(const struct load *l, struct err *e);

#endif
