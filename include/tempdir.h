/*
 * The folder in which the engine unpacks. A private one is made at start,
 * on tmpfs when there is one, and removed at the end; what a crashed run left
 * behind is removed by the next. Because the engine reports CLEAN when it
 * cannot write there, the folder is proved again and again.
 *
 * tempdir_usable may be called by any thread, the others by one at a time.
 */
#ifndef TEMPDIR_H
#define TEMPDIR_H

#include <stdbool.h>

#include "err.h"

struct tempdir;

/*
 * Makes a private folder below `parent`, or below the best place there is
 * when `parent` is "auto": /dev/shm if that is tmpfs, else /tmp. Removes
 * private folders of processes that are gone.
 */
int tempdir_open(const char *parent, struct tempdir **dir_r, struct err *e);

/* The folder in which tempdir_open makes it. */
const char *tempdir_parent(const char *parent);

/* Removes the folder with all that is in it. */
void tempdir_close(struct tempdir **dir);

/*
 * Removes the folder as well, but leaves `dir` to threads that still use it:
 * for the end of a process that cannot wait for them.
 */
void tempdir_abandon(struct tempdir *dir);

const char *tempdir_path(const struct tempdir *dir);
bool tempdir_on_tmpfs(const struct tempdir *dir);

/*
 * Creates a file, writes 64 KiB and removes it; makes the folder again when
 * it has vanished. 0, or -1 with the reason; remembered for tempdir_usable.
 */
int tempdir_probe(struct tempdir *dir, struct err *e);

/* The result of the last probe. */
bool tempdir_usable(const struct tempdir *dir);

#endif
