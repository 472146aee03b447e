/*
 * What is done beside the answers: a thread that sends notices and keeps
 * quarantine and loop guard tidy. Whoever hands a notice over goes on at once.
 */
#ifndef POSTMAN_H
#define POSTMAN_H

#include "err.h"
#include "filter.h"
#include "notice.h"

enum {
	POSTMAN_TRIES = 5,     /* of a notice that cannot be written */
	POSTMAN_WAITING = 1000 /* notices; more are dropped with a warning */
};

struct postman;

/* Starts the thread. */
int postman_open(struct filter *f, struct postman **postman_r, struct err *e);

/*
 * Takes a notice over; NULL is fine, and so is a NULL postman, which drops
 * it. Never waits. Any thread may call.
 */
void postman_put(struct postman *p, struct notice *notice);

/*
 * Makes the tries that are left of all notices at once, ends the thread and
 * frees. NULL inside is fine.
 */
void postman_close(struct postman **p);

#endif
