/* The parts of a view, each read by itself. */
#ifndef VIEW_PRIV_H
#define VIEW_PRIV_H

#include "history_priv.h"
#include "history_view.h"

/* Each reads one part; 0 or -1. */
int view_minutes(struct store *s, struct history_view *v, struct err *e);
int view_top(struct store *s, struct history_view *v, struct err *e);
int view_latest(struct store *s, struct history_view *v, struct err *e);

#endif
