/*
 * Files of the state folder. A page is never made in place: a new file is
 * written whole and then renamed, so that nobody ever maps half of one.
 */
#include "window_file_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

/* Bytes of the copy that are locked: one to change something, shared by none;
 * one that every process which counts holds together with the others. */
enum { LOCK_CHANGE, LOCK_COUNT };

void
files_init(struct files *f, const char *folder)
{
	f->folder = mem_strdup(folder);
	f->page = mem_printf("%s/quota", folder);
	f->fresh = mem_printf("%s/quota.new", folder);
	f->copy = mem_printf("%s/quota.copy", folder);
	f->copy_fd = -1;
}

void
files_fini(struct files *f)
{
	if (f->copy_fd != -1)
		(void)close(f->copy_fd);
	free(f->folder);
	free(f->page);
	free(f->fresh);
	free(f->copy);
}

static int
lock(int fd, int byte, short type, bool wait)
{
	struct flock l = {
	    .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
	int rc;

	do {
		rc = fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &l);
	} while (rc == -1 && errno == EINTR);
	return rc;
}

int
files_lock(const struct files *f, bool wait)
{
	return lock(f->copy_fd, LOCK_CHANGE, F_WRLCK, wait);
}

void
files_unlock(const struct files *f)
{
	(void)lock(f->copy_fd, LOCK_CHANGE, F_UNLCK, false);
}

bool
files_alone(const struct files *f)
{
	return lock(f->copy_fd, LOCK_COUNT, F_WRLCK, false) == 0;
}

/* True when the open copy is the one at its path. */
static bool
copy_stands(const struct files *f)
{
	struct stat open, there;

	return f->copy_fd != -1 && fstat(f->copy_fd, &open) == 0 &&
	       stat(f->copy, &there) == 0 && open.st_dev == there.st_dev &&
	       open.st_ino == there.st_ino;
}

int
files_open(struct files *f, bool *made_r, struct err *e)
{
	const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd;

	*made_r = false;
	if (copy_stands(f))
		return 0;
	if (mkdir(f->folder, 0700) == -1 && errno != EEXIST)
		return err_sys(e, "%s: cannot be made", f->folder);
	fd = open(f->copy, flags | O_CREAT | O_EXCL, 0600);
	*made_r = fd != -1;
	if (fd == -1 && errno == EEXIST)
		fd = open(f->copy, flags);
	if (fd == -1)
		return err_sys(e, "%s: cannot be opened", f->copy);
	if (lock(fd, LOCK_COUNT, F_RDLCK, true) == -1) {
		(void)close(fd);
		return err_sys(e, "%s: cannot be locked", f->copy);
	}
	if (f->copy_fd != -1)
		(void)close(f->copy_fd);
	f->copy_fd = fd;
	return 0;
}

/* Reads exactly `size` bytes from the beginning. */
static bool
read_whole(int fd, void *data, size_t size)
{
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = pread(fd, (char *)data + done, size - done, (off_t)done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

static int
write_whole(int fd, const void *data, size_t size)
{
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = pwrite(
		    fd, (const char *)data + done, size - done, (off_t)done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

int
files_open_page(const struct files *f, struct err *e)
{
	int fd = open(
	    f->page, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	return fd != -1 ? fd : err_sys(e, "%s: cannot be opened", f->page);
}

static int
read_page(int fd, struct page_file *r)
{
	struct page page;
	struct stat st;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return err_set(&r->why, "is not a file");
	r->dev = st.st_dev;
	r->ino = st.st_ino;
	if (st.st_size != PAGE_SIZE)
		return err_set(&r->why, "has %lld bytes instead of %d",
		    (long long)st.st_size, PAGE_SIZE);
	if (!read_whole(fd, &page, sizeof(page)))
		return err_sys(&r->why, "cannot be read");
	if (page_read(&page, &r->facts, &r->why) == -1)
		return -1;
	if (r->facts.bad > 0)
		return err_set(
		    &r->why, "is damaged in %u places", r->facts.bad);
	r->own_inode =
	    r->facts.head.dev == r->dev && r->facts.head.ino == r->ino;
	return 0;
}

void
files_read_page(const struct files *f, struct page_file *file_r)
{
	int fd = open(
	    f->page, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	memset(file_r, 0, sizeof(*file_r));
	if (fd == -1 && errno == ENOENT) {
		file_r->state = PAGE_MISSING;
		(void)err_set(&file_r->why, "is missing");
		return;
	}
	file_r->state = PAGE_UNSOUND;
	if (fd == -1)
		(void)err_sys(&file_r->why, "cannot be opened");
	else if (read_page(fd, file_r) == 0)
		file_r->state = PAGE_SOUND;
	if (fd != -1)
		(void)close(fd);
}

int
files_make_page(const struct files *f, struct page_head *head,
    const struct counts *counts, struct err *e)
{
	struct page page;
	struct stat st;
	int fd;

	if (unlink(f->fresh) == -1 && errno != ENOENT)
		return err_sys(e, "%s: cannot be removed", f->fresh);
	fd = open(f->fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return err_sys(e, "%s: cannot be made", f->fresh);
	if (fstat(fd, &st) == -1)
		goto fail;
	head->dev = st.st_dev;
	head->ino = st.st_ino;
	page_seal(head, counts);
	page_init(&page, head, counts);
	if (write_whole(fd, &page, sizeof(page)) == -1 || fsync(fd) == -1)
		goto fail;
	if (rename(f->fresh, f->page) == 0)
		return fd;
fail:
	(void)err_sys(e, "%s: cannot be written", f->page);
	(void)unlink(f->fresh);
	(void)close(fd);
	return -1;
}

#define COPY_MAGIC "cgpward copy 1\n"

/* The copy as it stands in its file. */
struct copy_bytes {
	char magic[16];
	struct page_copy copy;
	uint64_t check;
};

enum copy_state
files_read_copy(const struct files *f, struct page_copy *copy_r)
{
	struct copy_bytes bytes;
	struct stat st;

	memset(copy_r, 0, sizeof(*copy_r));
	if (fstat(f->copy_fd, &st) == 0 && st.st_size == 0)
		return COPY_EMPTY;
	if (!read_whole(f->copy_fd, &bytes, sizeof(bytes)) ||
	    memcmp(bytes.magic, COPY_MAGIC, strlen(COPY_MAGIC)) != 0 ||
	    bytes.check !=
		page_hash(&bytes, offsetof(struct copy_bytes, check)))
		return COPY_UNSOUND;
	*copy_r = bytes.copy;
	if (!page_plausible(&copy_r->head, &copy_r->counts))
		return COPY_UNSOUND;
	return COPY_SOUND;
}

void
files_note(const struct files *f, const struct page_facts *facts, bool clean)
{
	struct copy_bytes bytes;

	/* Gaps between fields have to be the same each time. */
	memset(&bytes, 0, sizeof(bytes));
	memcpy(bytes.magic, COPY_MAGIC, strlen(COPY_MAGIC));
	bytes.copy.head = facts->head;
	bytes.copy.counts = facts->counts;
	bytes.copy.clean = clean ? 1 : 0;
	bytes.check = page_hash(&bytes, offsetof(struct copy_bytes, check));
	(void)write_whole(f->copy_fd, &bytes, sizeof(bytes));
}
