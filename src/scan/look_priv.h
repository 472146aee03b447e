/*
 * The second look at a message: every part that the readers hand out goes to
 * the engine by itself, and archives that the engine does not open are opened
 * here. Belongs to one job and one thread.
 */
#ifndef LOOK_PRIV_H
#define LOOK_PRIV_H

#include "budget.h"
#include "engine.h"
#include "layer_set_priv.h"
#include "part.h"
#include "password.h"
#include "scan.h"

struct look {
	const struct scan_tools *tools;
	const struct message *message;
	struct findings *findings;
	struct engine_looks looks;
	struct engine_sink engine_sink; /* where matches go */
	const char *place;              /* of what is being scanned */
	struct budget budget;

	size_t by_engine; /* findings of the whole, with its names of places */
	/*
	 * What the engine has looked at, layer by layer. All is looked at
	 * again when it met a limit, or found what it knows no place for or
	 * what is to be ignored.
	 */
	struct layer_set *layers;
	const void *whole; /* the outermost layer */
	bool again;

	bool failed;    /* something could not be scanned */
	struct err err; /* why */

	bool is_mail;

	/* Locked archives. */
	struct findings locked;      /* what the engine said of them */
	struct passwords *passwords; /* NULL until something is locked */
	bool any_unlocked;
	unsigned still_locked; /* facts since it was set to 0 */
};

/*
 * Looks at a mail part by part. 0, or -1 with the reason: not everything was
 * scanned.
 */
int look_at_mail(struct look *l, struct err *e);

/* Looks into a file that is no mail. */
int look_at_file(struct look *l, struct err *e);

/* Tells the observer of a file in a container; `arg` is the look. */
void look_show_member(void *arg, const struct part *part);

/* Takes a match that may be settled by a password; false when it is none. */
bool look_hold_locked(struct look *l, const char *name, const char *where);

#endif
