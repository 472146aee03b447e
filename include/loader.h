/*
 * Keeps the engine up to date: a thread that loads the definitions at start,
 * looks for new ones from time to time, proves them and swaps them in while
 * scans go on.
 */
#ifndef LOADER_H
#define LOADER_H

#include <stdbool.h>

#include "err.h"
#include "filter.h"

struct loader;

/* Starts the thread, which begins to load at once. */
int loader_open(struct filter *f, struct loader **loader_r, struct err *e);

/*
 * Looks for new definitions now; with `rebuild` the engine is made again in
 * any case, because its settings have changed. Returns at once.
 */
void loader_check(struct loader *l, bool rebuild);

/* True while definitions are being loaded. */
bool loader_is_busy(struct loader *l);

/* Waits for a load that is under way, ends the thread and frees. */
void loader_close(struct loader **l);

/* Fills the settings of an engine from a configuration. */
void loader_settings(const struct config *config, const char *temp_dir,
    char **test_set, struct engine_settings *settings_r);

#endif
