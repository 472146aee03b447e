/* The state of a walk, shared by its parts. One thread's. */
#ifndef ARCHIVE_WALK_PRIV_H
#define ARCHIVE_WALK_PRIV_H

#include "archive_reader_priv.h"
#include "archive_sniff_priv.h"
#include "archive_unlock_priv.h"
#include "archive_walk.h"

/* What all archives of one call share. */
struct trip {
	const struct archive_env *env;
	uint64_t room; /* what all contents in memory may grow to */
	bool stopped;  /* the sink wants no more */
	bool told;     /* the exceeded limit was */
};

/* One archive. */
struct walk {
	struct trip *trip;
	const struct archive_in *in;
	const unsigned char *data; /* from where the archive starts */
	size_t len;
	struct archive_start start;
	struct reader *reader;
	bool loud;      /* its members are handed out */
	unsigned depth; /* of its members */
	uint64_t index; /* of the member, from 0 */
	struct keys keys;
};

/* Hands a fact to the sink. */
void trip_tell(
    struct trip *t, enum msg_class class, const char *name, const char *where);

/* Tells which limit of the budget was exceeded, the first time. */
void trip_tell_limit(struct trip *t, const char *where);

bool trip_goes_on(const struct trip *t);

/* Walks what may be an archive inside another. */
void walk_inside(struct trip *t, const struct archive_in *in);

/* Walks the member the reader stands at; false: the archive is done with. */
bool walk_entry(struct walk *w, const struct reader_member *m);

#endif
