/*
 * Which numbers count, and in which file: settled when a window is opened,
 * and again whenever the file in use is no longer the right one.
 */
#ifndef WINDOW_SETTLE_PRIV_H
#define WINDOW_SETTLE_PRIV_H

#include "window_file_priv.h"
#include "window_view_priv.h"

/*
 * Returns the view to use from now on: a new one, or `own` when it is still
 * right or cannot be replaced. `own` is NULL when the window is being opened;
 * otherwise nobody may count in it any more when a new one is returned. What
 * was wrong is told in `said`, which is emptied first. Several threads of a
 * process do not call it at the same time.
 */
struct view *window_settle(struct files *files, struct view *own,
    const struct moment *now, struct err *said);

#endif
