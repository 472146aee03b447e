/*
 * The file of the running filter. Its two places are written in turn, each
 * with a number and a sum; the reader takes the newest that is whole.
 */
#include "status_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "status_text_priv.h"

enum { PLACE_SIZE = 16384, PLACES = 2 };

#define HASH_START  14695981039346656037ULL
#define HASH_FACTOR 1099511628211ULL
#define MAGIC       0x3174617473676362ULL

/* In front of the text of a place. */
struct head {
	uint64_t magic, turn, len, sum;
};

enum { TEXT_MAX = PLACE_SIZE - sizeof(struct head) };

struct status_file {
	char *path;
	int fd; /* -1: not opened; locked else */
	uint64_t turn;
};

static uint64_t
sum_of(const struct head *head, const char *text)
{
	uint64_t hash = HASH_START ^ head->turn ^ head->len;
	size_t i;

	for (i = 0; i < head->len; i++)
		hash = (hash ^ (unsigned char)text[i]) * HASH_FACTOR;
	return hash;
}

struct status_file *
status_file_new(void)
{
	struct status_file *f = mem_zalloc(1, sizeof(*f));

	f->fd = -1;
	return f;
}

static void
let_go(struct status_file *f)
{
	if (f->fd != -1)
		(void)close(f->fd);
	f->fd = -1;
	free(f->path);
	f->path = NULL;
}

void
status_file_free(struct status_file **f)
{
	if (*f == NULL)
		return;
	let_go(*f);
	free(*f);
	*f = NULL;
}

/* Whether the file is still the one with that name. */
static bool
is_in_place(const struct status_file *f, const char *path)
{
	struct stat named, ours;

	return f->fd != -1 && strcmp(f->path, path) == 0 &&
	       lstat(path, &named) == 0 && fstat(f->fd, &ours) == 0 &&
	       named.st_dev == ours.st_dev && named.st_ino == ours.st_ino;
}

static struct flock
lock_of(short type)
{
	return (struct flock){
	    .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
}

/* The highest number of a turn, so that it goes on from there. */
static uint64_t
last_turn(int fd)
{
	struct head head;
	uint64_t turn = 0;
	int i;

	for (i = 0; i < PLACES; i++)
		if (pread(fd, &head, sizeof(head), (off_t)i * PLACE_SIZE) ==
			(ssize_t)sizeof(head) &&
		    head.magic == MAGIC && head.turn > turn)
			turn = head.turn;
	return turn;
}

static enum status_written
open_file(struct status_file *f, const char *path, struct err *e)
{
	struct flock lock = lock_of(F_WRLCK);
	struct stat st;

	let_go(f);
	f->fd = open(
	    path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (f->fd == -1 || fstat(f->fd, &st) == -1) {
		(void)err_sys(e, "%s cannot be opened", path);
	} else if (!S_ISREG(st.st_mode)) {
		(void)err_set(e, "%s is not a file", path);
	} else if (fcntl(f->fd, F_OFD_SETLK, &lock) == 0) {
		f->path = mem_strdup(path);
		f->turn = last_turn(f->fd);
		return STATUS_WRITTEN;
	} else if (errno == EAGAIN || errno == EACCES) {
		let_go(f);
		return STATUS_TAKEN;
	} else {
		(void)err_sys(e, "%s cannot be locked", path);
	}
	let_go(f);
	return STATUS_FAILED;
}

static int
write_place(struct status_file *f, const struct buf *text)
{
	char place[PLACE_SIZE];
	struct head head = {MAGIC, f->turn + 1, text->len, 0};
	size_t size = sizeof(head) + text->len;

	head.sum = sum_of(&head, text->data);
	memcpy(place, &head, sizeof(head));
	memcpy(place + sizeof(head), text->data, text->len);
	if (pwrite(f->fd, place, size,
		(off_t)(head.turn % PLACES) * PLACE_SIZE) != (ssize_t)size)
		return -1;
	f->turn = head.turn;
	return 0;
}

enum status_written
status_file_write(struct status_file *f, const char *state_dir,
    const struct status *status, struct err *e)
{
	char *path = mem_printf("%s/status", state_dir);
	enum status_written result = STATUS_WRITTEN;
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (!is_in_place(f, path))
		result = open_file(f, path, e);
	if (result == STATUS_WRITTEN) {
		status_text_write(status, &text);
		if (write_place(f, &text) == -1) {
			(void)err_sys(e, "%s cannot be written", path);
			result = STATUS_FAILED;
		}
	}
	buf_fini(&text);
	free(path);
	return result;
}

/* Reads a place; true when it is whole and newer than `turn`. */
static bool
read_place(int fd, int i, uint64_t *turn, struct status *status)
{
	char place[PLACE_SIZE + 1];
	struct head head;
	ssize_t n = pread(fd, place, PLACE_SIZE, (off_t)i * PLACE_SIZE);

	if (n < (ssize_t)sizeof(head))
		return false;
	memcpy(&head, place, sizeof(head));
	if (head.magic != MAGIC || head.turn <= *turn ||
	    head.len > (size_t)n - sizeof(head) ||
	    head.sum != sum_of(&head, place + sizeof(head)))
		return false;
	place[sizeof(head) + head.len] = '\0';
	status_text_read(place + sizeof(head), status);
	*turn = head.turn;
	return true;
}

enum status_seen
status_file_read(const char *state_dir, struct status *status, struct err *e)
{
	char *path = mem_printf("%s/status", state_dir);
	struct flock lock = lock_of(F_RDLCK);
	enum status_seen seen = STATUS_UNKNOWN;
	uint64_t turn = 0;
	int fd, i;

	*status = (struct status){0};
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1 && errno == ENOENT) {
		seen = STATUS_NONE;
	} else if (fd == -1) {
		(void)err_sys(e, "%s cannot be opened", path);
	} else if (fcntl(fd, F_OFD_GETLK, &lock) == -1) {
		(void)err_sys(e, "%s cannot be examined", path);
	} else {
		seen = lock.l_type == F_UNLCK ? STATUS_GONE : STATUS_RUNS;
		for (i = 0; i < PLACES; i++)
			(void)read_place(fd, i, &turn, status);
	}
	if (fd != -1)
		(void)close(fd);
	free(path);
	return seen;
}
