/*
 * Paths that cannot leave the current folder. The kernel follows them itself
 * where it has openat2(2). Elsewhere each folder on the way is opened without
 * following links and is held, so that nothing that is renamed meanwhile can
 * lead away: ".." goes back to the folder that was held before, and links are
 * read and their targets put into the path.
 */
#include "beneath_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FOLDER = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

struct walk {
	int folders[BENEATH_DEPTH_MAX + 1]; /* the first: the current one */
	unsigned depth;
	unsigned links;
	char path[PATH_MAX]; /* from the folder, with a NUL */
	size_t at;           /* what is behind it in the path is left */
};

static int
fail(int code)
{
	errno = code;
	return -1;
}

/* Puts `target` in the place of what has been walked of the path. */
static int
walk_put(struct walk *w, const char *target, size_t len)
{
	size_t left = strlen(w->path + w->at) + 1;

	if (len > 0 && target[0] == '/')
		return fail(EXDEV);
	if (len > sizeof(w->path) - left)
		return fail(ENAMETOOLONG);
	memmove(w->path + len, w->path + w->at, left);
	memcpy(w->path, target, len);
	w->at = 0;
	return 0;
}

/* What was to be opened may be a link; else `code` says why it failed. */
static int
walk_link(struct walk *w, const char *name, int code)
{
	char target[PATH_MAX];
	ssize_t len =
	    readlinkat(w->folders[w->depth], name, target, sizeof(target));

	if (len == -1)
		return fail(code);
	if (++w->links > BENEATH_LINKS_MAX)
		return fail(ELOOP);
	return walk_put(w, target, (size_t)len);
}

static int
walk_up(struct walk *w)
{
	if (w->depth == 0)
		return fail(EXDEV);
	(void)close(w->folders[w->depth--]);
	return 0;
}

static int
walk_down(struct walk *w, const char *name)
{
	int fd = openat(w->folders[w->depth], name, FOLDER);

	if (fd == -1)
		return errno == ENOTDIR || errno == ELOOP
			   ? walk_link(w, name, errno)
			   : -1;
	if (w->depth == BENEATH_DEPTH_MAX) {
		(void)close(fd);
		return fail(ENAMETOOLONG);
	}
	w->folders[++w->depth] = fd;
	return 0;
}

/* The name at the end of the path. */
static int
walk_end(struct walk *w, const char *name, int flags, int *fd_r)
{
	*fd_r = openat(w->folders[w->depth], name, flags | O_NOFOLLOW);
	if (*fd_r != -1)
		return 0;
	if (errno != ELOOP || (flags & O_NOFOLLOW) != 0)
		return -1;
	return walk_link(w, name, ELOOP);
}

/* One name further; 0 with -1 in `*fd_r` while there is more to walk. */
static int
walk_on(struct walk *w, int flags, int *fd_r)
{
	const char *from = w->path + w->at + strspn(w->path + w->at, "/");
	size_t len = strcspn(from, "/");
	char name[NAME_MAX + 1];

	if (len > NAME_MAX)
		return fail(ENAMETOOLONG);
	memcpy(name, from, len);
	name[len] = '\0';
	w->at = (size_t)(from - w->path) + len;
	if (len == 0) /* the path ends in a slash or in dots */
		return walk_end(w, ".", flags, fd_r);
	if (strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0)
		return walk_up(w);
	if (w->path[w->at] != '\0')
		return walk_down(w, name);
	return walk_end(w, name, flags, fd_r);
}

int
beneath_walk(const char *path, int flags)
{
	struct walk w = {.folders = {AT_FDCWD}};
	int fd = -1, result, saved;

	if (path[0] == '\0')
		return fail(ENOENT);
	result = walk_put(&w, path, strlen(path));
	while (result == 0 && fd == -1)
		result = walk_on(&w, flags, &fd);
	saved = errno;
	while (w.depth > 0)
		(void)walk_up(&w);
	errno = saved;
	return fd;
}

/*
 * Kernels before 5.6 do not have the call, some containers forbid it, and it
 * asks to be called again when something was renamed beside a "..".
 */
int
beneath_open(const char *path, int flags)
{
	const struct open_how how = {
	    .flags = (unsigned)flags,
	    .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));

	if (fd == -1 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
		return beneath_walk(path, flags);
	return fd;
}
