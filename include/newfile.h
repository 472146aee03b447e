/*
 * Folders and files of the program's own. A file appears whole or not at all,
 * and is on the disk when it appears: it is written under another name,
 * flushed and renamed. Nobody else can read it.
 *
 * Any thread may call; a file that is being written belongs to one thread.
 */
#ifndef NEWFILE_H
#define NEWFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

/*
 * Opens the folder `path` below `dir_fd` (or AT_FDCWD), making it with mode
 * 0700 when `make` is set and it is missing; folders above it are not made.
 * Refuses a folder in which others may write. With `below`, `path` is one
 * name and must not be a symbolic link. The descriptor is the caller's.
 */
struct newfile_folder {
	int dir_fd;
	const char *path;
	bool make;
	bool below;
};

int newfile_folder(
    const struct newfile_folder *folder, int *fd_r, struct err *e);

/* A file that is being written. A zeroed one is none, except for the fds. */
struct newfile {
	int dir_fd; /* the caller's */
	int fd;     /* -1: none */
	char *temp, *name;
};

/*
 * Starts a file of mode 0600 that is called `temp` until it is complete. When
 * root writes into somebody's folder, the file belongs to the folder's owner.
 */
int newfile_open(struct newfile *f, int dir_fd, const char *temp,
    const char *name, struct err *e);

int newfile_add(struct newfile *f, const void *data, size_t len, struct err *e);

/*
 * Flushes and gives the file its name; a file of that name is replaced, or
 * with `fresh` it is an error. The struct is done with in any case, and after
 * an error the file is gone; errno is EEXIST where the name was taken.
 */
int newfile_commit(struct newfile *f, bool fresh, struct err *e);

/* Removes what was written; nothing, when there is nothing. */
void newfile_drop(struct newfile *f);

/* All of it at once, for a small file. `name` is replaced. */
struct newfile_whole {
	int dir_fd;
	const char *temp, *name;
	const void *data;
	size_t len;
};

int newfile_write(const struct newfile_whole *whole, struct err *e);

#endif
