/*
 * The kernel tells when the file appears. Only where it does not, because the
 * folder lies on a file system that other machines change (NFS), is a look
 * from time to time needed.
 */
#include "hup_file_priv.h"

#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"

#define NAME "hup.sig"

enum { EVENTS_SIZE = 4096 };

void
hup_file_open(struct hup_file *h, const char *folder)
{
	h->folder = mem_strdup(folder);
	h->path = mem_printf("%s/" NAME, folder);
	h->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	hup_file_watch(h);
}

void
hup_file_close(struct hup_file *h)
{
	if (h->path != NULL && h->fd != -1)
		(void)close(h->fd);
	free(h->folder);
	free(h->path);
}

bool
hup_file_told(struct hup_file *h)
{
	alignas(struct inotify_event) char events[EVENTS_SIZE];
	ssize_t n = read(h->fd, events, sizeof(events)), at = 0;
	const struct inotify_event *one;
	bool told = false;

	while (at < n) {
		one = (const struct inotify_event *)(void *)(events + at);
		if ((one->mask & IN_Q_OVERFLOW) != 0 ||
		    (one->len > 0 && strcmp(one->name, NAME) == 0))
			told = true;
		at += (ssize_t)(sizeof(*one) + one->len);
	}
	return told;
}

/* Watching a folder that is watched already changes nothing. */
void
hup_file_watch(struct hup_file *h)
{
	if (h->fd != -1)
		(void)inotify_add_watch(
		    h->fd, h->folder, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
}

/* Deleted before anything is read: a second one asks for a second reload. */
bool
hup_file_take(struct hup_file *h)
{
	if (access(h->path, F_OK) == -1)
		return false;
	if (unlink(h->path) == 0)
		return true;
	log_error("%s cannot be deleted (%s), so the configuration is not "
		  "read again.",
	    h->path, strerror(errno));
	return false;
}
