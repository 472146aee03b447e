/* The historian's desk: what its thread works with. */
#ifndef HISTORIAN_PRIV_H
#define HISTORIAN_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filter.h"
#include "history.h"
#include "report_post_priv.h"

/* Messages in the order in which they came. */
struct heap {
	struct history_message **list;
	size_t n, size;
};

void heap_add(struct heap *heap, struct history_message *message);

/* Frees the messages, too. */
void heap_clear(struct heap *heap);

struct desk {
	struct heap heap;        /* what is to be written */
	uint64_t lost;           /* before it, and not yet noted */
	uint64_t lost_said;      /* of these, what the log has heard of */
	bool wanted;             /* [history] enabled */
	bool more;               /* more is to be trimmed */
	struct history *history; /* NULL: not open */
	char *state_dir;         /* of it */
	bool failing;            /* the log has heard of it */
	uint64_t quiet_until_ms; /* for the log: at most a line a minute */

	struct report_post post; /* the report by mail */

	/* What was noted last, since it was opened. */
	struct history_definitions definitions;
	struct history_limit limit;
};

void desk_init(struct desk *d, struct filter *f);

/* Writes what is there; with `minute`, looks after everything else. */
void desk_work(struct desk *d, struct filter *f, bool minute);

/* Closes the file; what could not be written is lost. */
void desk_clear(struct desk *d);

#endif
