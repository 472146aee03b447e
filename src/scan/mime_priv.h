/* What the readers of one mail share. */
#ifndef MIME_PRIV_H
#define MIME_PRIV_H

#include "budget.h"
#include "part.h"

/* One walk over one mail, and everything nested in it. */
struct walk {
	struct budget *budget;
	const struct part_sink *sink;
	bool stopped; /* by the sink or the budget; nothing more is read */
};

/* One message of the walk: the mail itself or one nested in it. */
struct message {
	const char *place; /* "mail", "mail/part3" */
	unsigned depth;    /* containers above its parts */
	unsigned parts;    /* leaves and nested messages so far */
	const unsigned char *data;
	size_t len;
};

/*
 * Hands a leaf to the sink, within the budget. The place is filled in from
 * the name or the number of the part. False, and the walk is stopped, when
 * nothing more is wanted.
 */
bool walk_leaf(struct walk *w, struct message *m, struct part *part);

/* Raises a fact at a place. */
void walk_fact(
    struct walk *w, enum msg_class class, const char *name, const char *where);

/* The standard reading of one message. */
bool mime_read(struct walk *w, struct message *m);

#endif
