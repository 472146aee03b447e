/* Running as another user than root. Main thread, before others start. */
#ifndef USER_PRIV_H
#define USER_PRIV_H

#include "config.h"
#include "err.h"

/*
 * Becomes the user, with its groups and no others, for good; a folder is made
 * when it is missing, and given to that user with what is in it if it was
 * root's. "" changes nothing. Returns 0, or -1 with the reason: there is no
 * such user, or only root could do it.
 */
int user_become(const char *name, const char *state_dir, struct err *e);

/* Tells the log what the present user cannot do and has to. */
void user_tell(const struct config *config);

#endif
