/*
 * Counting into the file of a tally. There is time for it: nothing is scanned
 * meanwhile. So each message is written at once, under a lock, and nothing is
 * lost however the process ends.
 */
#include "tally.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "tally_priv.h"

enum { MINUTE_MS = 60000 };

struct tally {
	int fd;
	pthread_mutex_t lock; /* between threads; the file's is for others */
};

int
tally_head_read(int fd, struct err *e)
{
	struct tally_head head;
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "cannot be read");
	if (!S_ISREG(st.st_mode) ||
	    pread(fd, &head, sizeof(head), 0) != (ssize_t)sizeof(head) ||
	    memcmp(head.magic, TALLY_MAGIC, sizeof(TALLY_MAGIC)) != 0 ||
	    head.minutes != TALLY_MINUTES)
		return err_set(e, "is no tally of this version of cgpward");
	return 0;
}

/* Makes a file whose words are all 0; they take no room on the disk. */
static int
make(const char *path, struct err *e)
{
	struct tally_head head = {
	    .magic = TALLY_MAGIC, .minutes = TALLY_MINUTES};
	const off_t size =
	    (off_t)sizeof(head) + (off_t)TALLY_MINUTES * sizeof(uint64_t);
	char *fresh = mem_printf("%s.new", path);
	int fd;

	(void)unlink(fresh);
	fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1 || ftruncate(fd, size) == -1 ||
	    pwrite(fd, &head, sizeof(head), 0) != (ssize_t)sizeof(head) ||
	    rename(fresh, path) == -1) {
		(void)err_sys(e, "%s: cannot be made", path);
		if (fd != -1) {
			(void)unlink(fresh);
			(void)close(fd);
		}
		fd = -1;
	}
	free(fresh);
	return fd;
}

/* Puts a file that is none of ours aside. */
static void
put_aside(const char *path, struct err *said)
{
	char *bad = mem_printf("%s.bad", path);

	if (rename(path, bad) == 0) {
		(void)err_wrap(said, "%s", path);
		(void)err_wrap(said,
		    "counting begins anew, what was there is "
		    "now %s",
		    bad);
	} else {
		(void)err_sys(said, "%s: cannot be renamed", path);
	}
	free(bad);
}

static int
open_file(const char *path, struct err *said)
{
	int fd =
	    open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	struct err e;

	if (fd == -1 && errno == ENOENT)
		return make(path, said);
	if (fd != -1 && tally_head_read(fd, said) == 0)
		return fd;
	if (fd == -1)
		(void)err_sys(said, "cannot be opened");
	else
		(void)close(fd);
	put_aside(path, said);
	fd = make(path, &e);
	if (fd == -1)
		*said = e;
	return fd;
}

struct tally *
tally_open(const char *folder, struct err *said)
{
	struct tally *t = NULL;
	char *path = mem_printf("%s/tally", folder);
	int fd = -1;

	said->text[0] = '\0';
	if (mkdir(folder, 0700) == -1 && errno != EEXIST)
		(void)err_sys(said, "%s: cannot be made", folder);
	else
		fd = open_file(path, said);
	free(path);
	if (fd == -1)
		return NULL;
	t = mem_zalloc(1, sizeof(*t));
	t->fd = fd;
	(void)pthread_mutex_init(&t->lock, NULL);
	return t;
}

void
tally_close(struct tally **tally)
{
	struct tally *t = *tally;

	if (t == NULL)
		return;
	(void)close(t->fd);
	(void)pthread_mutex_destroy(&t->lock);
	free(t);
	*tally = NULL;
}

static int
file_lock(int fd, short type)
{
	struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_len = 1};
	int rc;

	do {
		rc = fcntl(fd, F_OFD_SETLKW, &l);
	} while (rc == -1 && errno == EINTR);
	return rc;
}

/* Adds one to the minute's word. */
static int
add(int fd, int64_t minute)
{
	const unsigned place = (unsigned)(minute % TALLY_MINUTES);
	const off_t at = (off_t)sizeof(struct tally_head) +
			 (off_t)place * (off_t)sizeof(uint64_t);
	uint64_t word = 0, count = 0;
	ssize_t n = pread(fd, &word, sizeof(word), at);

	if (n == -1)
		return -1;
	/* Anything else there is of a minute long ago, or damaged. */
	if (n == (ssize_t)sizeof(word) && tally_word_sound(word, place) &&
	    tally_word_minute(word) == minute)
		count = tally_word_count(word);
	if (count < TALLY_COUNT_MAX)
		count++;
	word = tally_word(minute, count);
	n = pwrite(fd, &word, sizeof(word), at);
	return n == (ssize_t)sizeof(word) ? 0 : -1;
}

int
tally_add(struct tally *t, int64_t wall_ms, struct err *e)
{
	int64_t minute = wall_ms > 0 ? wall_ms / MINUTE_MS : 0;
	int rc;

	if (minute > TALLY_MINUTE_MAX)
		minute = TALLY_MINUTE_MAX;
	(void)pthread_mutex_lock(&t->lock);
	rc = file_lock(t->fd, F_WRLCK);
	if (rc == 0)
		rc = add(t->fd, minute);
	if (rc == -1)
		(void)err_sys(e, "the message cannot be counted");
	(void)file_lock(t->fd, F_UNLCK);
	(void)pthread_mutex_unlock(&t->lock);
	return rc;
}
