/* What the parts of the player share. */
#ifndef PLAY_PRIV_H
#define PLAY_PRIV_H

#include "play.h"
#include "talk.h"

struct play {
	const struct play_args *args;
	struct talk talk;
	struct strings lines; /* of the dialogue, $BASE filled in */
	const char *line;     /* that is carried out */
	size_t at;            /* its number, from 1 */
	bool started;         /* the filter, at least once */
	bool over;            /* and it has ended as expected */
	bool stderr_checked;
};

int play_load(struct play *p, struct err *e);

/* When a wait that begins now gives up. */
uint64_t play_deadline(const struct play *p);

/*
 * Statements that expect something. play_expect takes the following lines of
 * the dialogue along when they belong to the same group.
 */
int play_expect(struct play *p, const char *arg, struct err *e);
int play_expect_info(struct play *p, const char *glob, struct err *e);
int play_expect_nothing(struct play *p, const char *arg, struct err *e);

/* -1 when an answer came that no statement expected. */
int play_nothing_left(struct play *p, struct err *e);

#endif
