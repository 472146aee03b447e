/* Running as another user than root. Main thread, before others start. */
#ifndef USER_PRIV_H
#define USER_PRIV_H

#include "config.h"
#include "err.h"

/*
 * Becomes [server] user, with its groups and no others, for good. The folders
 * of the state and of the quarantine are made when they are missing, and given
 * to that user with what is in them if they were root's. An empty name
 * changes nothing. Returns 0, or -1 with the reason: there is no
 * such user, or only root could do it.
 */
int user_become(const struct config *config, struct err *e);

/* Tells the log what the present user cannot do and has to. */
void user_tell(const struct config *config);

#endif
