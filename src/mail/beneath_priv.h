/*
 * Opens files only where the path stays beneath the current folder all the
 * way: it is relative, its ".." never go above that folder, and its symbolic
 * links lead to places for which the same is true.
 *
 * Both functions take the flags of open(2), without O_CREAT. They return a
 * descriptor, or -1 with errno: EXDEV for a path that leads outside, ELOOP for
 * more than 40 links or, with O_NOFOLLOW, for one at the end of the path, and
 * the errors of open(2). They may be called from several threads.
 */
#ifndef BENEATH_PRIV_H
#define BENEATH_PRIV_H

enum {
	BENEATH_LINKS_MAX = 40, /* as in the kernel */
	BENEATH_DEPTH_MAX = 64  /* folders, for beneath_walk alone */
};

/* By openat2(2); by beneath_walk where the kernel has or allows no such. */
int beneath_open(const char *path, int flags);

/* Folder by folder; a path that is too deep fails with ENAMETOOLONG. */
int beneath_walk(const char *path, int flags);

#endif
