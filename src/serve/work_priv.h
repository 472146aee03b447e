/* A job's file as the journal sees it. One job and one thread at a time. */
#ifndef WORK_PRIV_H
#define WORK_PRIV_H

#include "engine.h"
#include "journal.h"

struct work {
	const char *path; /* as the request names it */
	bool exists;
	struct journal_file file;
	struct journal_ticket ticket;
	enum journal_advice advice;
};

/* Looks at the file; false when there is none. */
bool work_look(struct work *w, const char *path);

/* Enters it into the journal. -1 when it must not even be opened. */
int work_begin(struct work *w, struct journal *j, const struct engine *engine,
    struct err *e);

/* It has been opened. -1 when it must not be scanned. */
int work_opened(struct work *w, struct err *e);

#endif
