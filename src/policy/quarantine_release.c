/*
 * Letting a message out of the quarantine. The message's file is locked
 * meanwhile, so that of two releases at the same time the second finds the
 * note of the first.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "quarantine_priv.h"
#include "submit.h"

/* Opens the whole message, whatever its size. */
static int
open_whole(const char *path, int fd, struct message **message_r, struct err *e)
{
	struct message_source source = {.path = path, .no_follow = true};
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "%s: cannot be examined", path);
	source.message_max = source.envelope_max = (uint64_t)st.st_size;
	return message_open(&source, message_r, e);
}

/* With the lock held. */
static int
release_locked(
    const struct quarantine_release *r, const char *path, int fd, struct err *e)
{
	struct submit_again again = {.folder = r->folder,
	    .state_dir = r->state_dir,
	    .now_s = r->now_ms / 1000};
	char when[QUARANTINE_TIME_SIZE];
	struct record *record = NULL;
	struct message *message = NULL;
	int rc = -1;

	quarantine_time(r->now_ms, when);
	if (quarantine_read(r->path, r->id, &record, e) == -1)
		return -1;
	if (record->released[0] != '\0' && !r->again) {
		(void)err_set(e,
		    "%s: was released before; --again releases it once more",
		    r->id);
		goto out;
	}
	if (open_whole(path, fd, &message, e) == -1)
		goto out;
	again.message = message;
	if (submit_again(&again, e) == -1)
		goto out;
	free(record->released);
	record->released = mem_strdup(when);
	rc = quarantine_rewrite(r->path, record, e);
	if (rc == -1)
		(void)err_wrap(e, "it was released, but that is not noted");
out:
	message_free(&message);
	record_free(&record);
	return rc;
}

int
quarantine_release(const struct quarantine_release *r, struct err *e)
{
	struct record *record = NULL;
	char *path;
	int fd, rc = -1;

	/* Checks the ID and the folders before a path is made of it. */
	if (quarantine_read(r->path, r->id, &record, e) == -1)
		return -1;
	record_free(&record);
	path = quarantine_message_path(r->path, r->id);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1 || flock(fd, LOCK_EX) == -1)
		(void)err_sys(e, "%s: cannot be opened", path);
	else
		rc = release_locked(r, path, fd, e);
	if (fd != -1)
		(void)close(fd);
	free(path);
	return rc;
}
