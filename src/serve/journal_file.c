/*
 * The journal's file. A lock on one of its bytes, held as long as a process
 * lives, tells the others that its part of the file is in use; the kernel
 * lets go of it however the process ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal_priv.h"

enum {
	GATE_BYTE = 0,
	FIRST_RUN_BYTE = 1,
	GATE_TRIES = 100,
	GATE_PAUSE_MS = 20
};

static int
set_lock(int fd, short type, off_t byte)
{
	struct flock lock = {
	    .l_type = type,
	    .l_whence = SEEK_SET,
	    .l_start = byte,
	    .l_len = 1,
	};

	return fcntl(fd, F_OFD_SETLK, &lock);
}

int
journal_lock_gate(int fd)
{
	int i;

	for (i = 0; i < GATE_TRIES; i++) {
		if (set_lock(fd, F_WRLCK, GATE_BYTE) == 0)
			return 0;
		if (errno != EAGAIN && errno != EACCES)
			return -1;
		(void)poll(NULL, 0, GATE_PAUSE_MS);
	}
	return -1;
}

void
journal_unlock_gate(int fd)
{
	(void)set_lock(fd, F_UNLCK, GATE_BYTE);
}

bool
journal_lock_run(int fd, unsigned run)
{
	return set_lock(fd, F_WRLCK, FIRST_RUN_BYTE + (off_t)run) == 0;
}

void
journal_unlock_run(int fd, unsigned run)
{
	(void)set_lock(fd, F_UNLCK, FIRST_RUN_BYTE + (off_t)run);
}

/* Without room on the disk, writing to the mapping would be fatal. */
static int
prepare(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "%s cannot be examined", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "%s is not a file", path);
	if ((st.st_mode & S_IWOTH) != 0)
		return err_set(
		    e, "%s may be written by every user; remove it", path);
	errno = posix_fallocate(fd, 0, (off_t)sizeof(struct journal_image));
	if (errno != 0)
		return err_sys(e, "there is no room for %s", path);
	return 0;
}

int
journal_file_open(const char *path, struct err *e)
{
	int fd = open(
	    path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

	if (fd == -1)
		return err_sys(e, "%s cannot be opened", path);
	if (prepare(fd, path, e) == -1) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

void *
journal_map(void *at, int fd)
{
	int flags = (fd == -1 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED) |
		    (at != NULL ? MAP_FIXED : 0);
	void *p = mmap(at, sizeof(struct journal_image), PROT_READ | PROT_WRITE,
	    flags, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}
