/* Files that appear whole, and folders that nobody else can write. */
#include "newfile.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

enum { FOLDER_MODE = 0700, FILE_MODE = 0600, OTHERS_WRITE = 022 };

/* What root makes in somebody's folder belongs to that somebody. */
static int
adopt(int dir_fd, int fd, struct err *e)
{
	struct stat st;

	if (geteuid() != 0)
		return 0;
	if (fstat(dir_fd, &st) == -1)
		return err_sys(e, "cannot be examined");
	if (st.st_uid != 0 && fchown(fd, st.st_uid, st.st_gid) == -1)
		return err_sys(e, "cannot be given to its folder's owner");
	return 0;
}

/* A folder of somebody who could change it is as bad as an open one. */
static int
check_folder(const char *path, int fd, struct err *e)
{
	struct stat st;
	uid_t self = geteuid();

	if (fstat(fd, &st) == -1)
		return err_sys(e, "%s: cannot be examined", path);
	errno = EPERM;
	if (st.st_mode & OTHERS_WRITE)
		return err_set(e,
		    "%s: others may write there (mode %04o); correct it with "
		    "chmod go-w",
		    path, (unsigned)st.st_mode & 07777);
	if (self != 0 && st.st_uid != 0 && st.st_uid != self)
		return err_set(e, "%s: belongs to another user", path);
	return 0;
}

static int
make_folder(const struct newfile_folder *f, int *fd_r, struct err *e)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
	bool made = mkdirat(f->dir_fd, f->path, FOLDER_MODE) == 0;

	if (!made && errno != EEXIST)
		return err_sys(e, "%s: cannot be made", f->path);
	*fd_r = openat(f->dir_fd, f->path, flags);
	if (*fd_r == -1)
		return err_sys(e, "%s: cannot be opened", f->path);
	if (made && f->dir_fd != AT_FDCWD &&
	    (adopt(f->dir_fd, *fd_r, e) == -1 || fsync(f->dir_fd) == -1))
		return err_sys(e, "%s: cannot be made", f->path);
	return 0;
}

int
newfile_folder(const struct newfile_folder *f, int *fd_r, struct err *e)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int fd;

	fd = openat(f->dir_fd, f->path, flags | (f->below ? O_NOFOLLOW : 0));
	if (fd == -1 && !(errno == ENOENT && f->make))
		return err_sys(e, "%s: cannot be opened", f->path);
	if ((fd == -1 && make_folder(f, &fd, e) == -1) ||
	    check_folder(f->path, fd, e) == -1) {
		if (fd != -1)
			(void)close(fd);
		return -1;
	}
	*fd_r = fd;
	return 0;
}

int
newfile_open(struct newfile *f, int dir_fd, const char *temp, const char *name,
    struct err *e)
{
	*f = (struct newfile){.dir_fd = dir_fd,
	    .temp = mem_strdup(temp),
	    .name = mem_strdup(name)};
	f->fd = openat(dir_fd, temp,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
	if (f->fd == -1) {
		(void)err_sys(e, "%s: cannot be made", temp);
		free(f->temp);
		free(f->name);
		f->temp = f->name = NULL;
		return -1;
	}
	if (adopt(dir_fd, f->fd, e) == -1) {
		newfile_drop(f);
		return err_wrap(e, "%s", temp);
	}
	return 0;
}

int
newfile_add(struct newfile *f, const void *data, size_t len, struct err *e)
{
	const char *s = data;
	ssize_t n;

	while (len > 0) {
		n = write(f->fd, s, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, "%s: cannot be written", f->temp);
		s += n;
		len -= (size_t)n;
	}
	return 0;
}

int
newfile_commit(struct newfile *f, bool fresh, struct err *e)
{
	int rc = fsync(f->fd), saved;

	if (close(f->fd) == -1)
		rc = -1;
	f->fd = -1;
	if (rc == -1) {
		rc = err_sys(e, "%s: cannot be flushed", f->temp);
	} else if (renameat2(f->dir_fd, f->temp, f->dir_fd, f->name,
		       fresh ? RENAME_NOREPLACE : 0) == -1) {
		rc = err_sys(e, "%s: cannot be renamed", f->temp);
	} else if (fsync(f->dir_fd) == -1) {
		rc = err_sys(e, "%s: its folder cannot be flushed", f->name);
		assert(f->name != NULL);
		(void)unlinkat(f->dir_fd, f->name, 0);
	}
	saved = errno;
	newfile_drop(f);
	errno = saved;
	return rc;
}

void
newfile_drop(struct newfile *f)
{
	if (f->temp == NULL)
		return;
	if (f->fd != -1)
		(void)close(f->fd);
	(void)unlinkat(f->dir_fd, f->temp, 0);
	free(f->temp);
	free(f->name);
	*f = (struct newfile){.fd = -1};
}

int
newfile_write(const struct newfile_whole *w, struct err *e)
{
	struct newfile f;

	/* Left behind when a process ended in the middle. */
	(void)unlinkat(w->dir_fd, w->temp, 0);
	if (newfile_open(&f, w->dir_fd, w->temp, w->name, e) == -1)
		return -1;
	if (newfile_add(&f, w->data, w->len, e) == -1) {
		newfile_drop(&f);
		return -1;
	}
	return newfile_commit(&f, false, e);
}
