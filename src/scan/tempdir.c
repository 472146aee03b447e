/*
 * The folder in which the engine unpacks. A lock on a file inside, held as
 * long as the process lives, tells the next run whether a folder is in use.
 */
#include "tempdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "mem.h"
#include "text.h"

#define PREFIX     "cgpward-"
#define LOCK_NAME  "lock"
#define PROBE_NAME "probe"

enum { TMPFS_TYPE = 0x01021994, PROBE_SIZE = 64 * 1024, WALK_FDS = 8 };

struct tempdir {
	char *path;
	int lock_fd;
	bool on_tmpfs;
	atomic_bool usable;
};

static bool
is_tmpfs(const char *path)
{
	struct statfs fs;

	return statfs(path, &fs) == 0 && fs.f_type == TMPFS_TYPE;
}

static int
remove_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (flag == FTW_DP || flag == FTW_DNR)
		(void)rmdir(path);
	else
		(void)unlink(path);
	return 0;
}

static void
remove_tree(const char *path)
{
	(void)nftw(path, remove_entry, WALK_FDS, FTW_DEPTH | FTW_PHYS);
}

/*
 * Takes the lock inside `path`; the descriptor, or -1 when there is none or
 * another has it. `create` is O_CREAT to make the lock, or 0.
 */
static int
take_lock(const char *path, int create)
{
	char *name = mem_printf("%s/" LOCK_NAME, path);
	int fd = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | create, 0600);

	free(name);
	if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/*
 * Removes one folder when a program like this one made it, which the lock
 * tells, and no process holds the lock. Other folders may have such a name,
 * unpacked sources for instance. Without a lock it goes if it is empty.
 */
static void
remove_if_stale(const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) == -1 || !S_ISDIR(st.st_mode) ||
	    st.st_uid != geteuid())
		return;
	(void)rmdir(path);
	fd = take_lock(path, 0);
	if (fd == -1)
		return;
	remove_tree(path);
	(void)close(fd);
}

static void
remove_stale(const char *parent)
{
	DIR *dir = opendir(parent);
	struct dirent *entry;
	char *path;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (!text_starts(entry->d_name, PREFIX))
			continue;
		path = mem_printf("%s/%s", parent, entry->d_name);
		remove_if_stale(path);
		free(path);
	}
	(void)closedir(dir);
}

/*
 * Another process that cleans up may see the new folder before its lock and
 * remove it; then the lock belongs to nothing and a new folder is made.
 */
static int
make_folder(struct tempdir *dir, const char *parent, struct err *e)
{
	struct stat held, named;
	char *lock;
	bool same;

	for (;;) {
		free(dir->path);
		dir->path = mem_printf("%s/" PREFIX "XXXXXX", parent);
		if (mkdtemp(dir->path) == NULL)
			return err_sys(e,
			    "cannot make a temporary folder below %s", parent);
		dir->lock_fd = take_lock(dir->path, O_CREAT);
		if (dir->lock_fd == -1 && errno != ENOENT &&
		    errno != EWOULDBLOCK)
			return err_sys(e, "cannot write in %s", dir->path);
		lock = mem_printf("%s/" LOCK_NAME, dir->path);
		same = dir->lock_fd != -1 && stat(lock, &named) == 0 &&
		       fstat(dir->lock_fd, &held) == 0 &&
		       held.st_ino == named.st_ino;
		free(lock);
		if (same)
			return 0;
		if (dir->lock_fd != -1)
			(void)close(dir->lock_fd);
		dir->lock_fd = -1;
	}
}

const char *
tempdir_parent(const char *parent)
{
	if (strcmp(parent, "auto") != 0)
		return parent;
	return is_tmpfs("/dev/shm") && access("/dev/shm", W_OK) == 0
		   ? "/dev/shm"
		   : "/tmp";
}

int
tempdir_open(const char *parent, struct tempdir **dir_r, struct err *e)
{
	struct tempdir *dir = mem_zalloc(1, sizeof(*dir));

	dir->lock_fd = -1;
	parent = tempdir_parent(parent);
	remove_stale(parent);
	if (make_folder(dir, parent, e) == -1) {
		tempdir_close(&dir);
		return -1;
	}
	dir->on_tmpfs = is_tmpfs(dir->path);
	*dir_r = dir;
	return tempdir_probe(dir, e) == -1 ? (tempdir_close(dir_r), -1) : 0;
}

void
tempdir_close(struct tempdir **dirp)
{
	struct tempdir *dir = *dirp;

	if (dir == NULL)
		return;
	if (dir->lock_fd != -1) {
		remove_tree(dir->path);
		(void)close(dir->lock_fd);
	}
	free(dir->path);
	free(dir);
	*dirp = NULL;
}

void
tempdir_abandon(struct tempdir *dir)
{
	remove_tree(dir->path);
}

const char *
tempdir_path(const struct tempdir *dir)
{
	return dir->path;
}

bool
tempdir_on_tmpfs(const struct tempdir *dir)
{
	return dir->on_tmpfs;
}

bool
tempdir_usable(const struct tempdir *dir)
{
	return atomic_load(&dir->usable);
}

static int
write_probe(const char *name, struct err *e)
{
	char block[4096] = {0};
	size_t done;
	int fd, result = 0;

	fd = open(
	    name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return err_sys(e, "cannot create %s", name);
	for (done = 0; done < PROBE_SIZE && result == 0; done += sizeof(block))
		if (write(fd, block, sizeof(block)) != (ssize_t)sizeof(block))
			result = err_sys(e, "cannot write to %s", name);
	if (close(fd) == -1 && result == 0)
		result = err_sys(e, "cannot write to %s", name);
	(void)unlink(name);
	return result;
}

/* The folder vanished while running: the same name, a new lock. */
static void
restore_folder(struct tempdir *dir)
{
	int fd;

	if (access(dir->path, F_OK) == 0 || mkdir(dir->path, 0700) == -1)
		return;
	fd = take_lock(dir->path, O_CREAT);
	if (fd == -1)
		return;
	(void)close(dir->lock_fd);
	dir->lock_fd = fd;
}

int
tempdir_probe(struct tempdir *dir, struct err *e)
{
	char *name = mem_printf("%s/" PROBE_NAME, dir->path);
	int result;

	restore_folder(dir);
	result = write_probe(name, e);
	atomic_store(&dir->usable, result == 0);
	free(name);
	return result;
}
