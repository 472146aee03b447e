/*
 * A message file in memory. The memory begins with a gap that is as long as
 * the Received line; the file is read behind it. An envelope is then moved to
 * the front, so that the gap lies between it and the bare message, where the
 * line belongs: nothing is copied but the envelope, and its slices stay whole.
 */
#include "message.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beneath_priv.h"
#include "header_priv.h"
#include "mem.h"

#define RECEIVED "Received: from cgpward by localhost"

#define CHANGED "%s: changed while it was read"

enum { GAP = sizeof(RECEIVED) - 1 + 2 }; /* with CR LF */

/* A file that is being read. */
struct reading {
	const struct message_source *source;
	int fd;
	struct stat before;
	size_t size; /* to be read */
	size_t len;  /* read so far */
};

/* Reads once, again after EINTR. */
static ssize_t
read_once(const struct reading *r, void *data, size_t size)
{
	const struct message_source *s = r->source;
	ssize_t n;

	do
		n = s->read_some != NULL
			? s->read_some(s->arg, r->fd, data, size)
			: read(r->fd, data, size);
	while (n == -1 && errno == EINTR);
	return n;
}

static const char *
kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "a directory";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	case S_IFLNK:
		return "a symbolic link";
	default:
		return "a device";
	}
}

/* open(2) failed: says so, in clearer words where there are any. */
static int
explain_open(const struct message_source *s, struct err *e)
{
	int saved = errno;
	struct stat st;

	if ((saved == ENXIO || saved == ELOOP) && lstat(s->path, &st) == 0 &&
	    !S_ISREG(st.st_mode))
		return err_set(e, "%s: is %s, not a message file", s->path,
		    kind_of(st.st_mode));
	if (saved == EXDEV && s->beneath)
		return err_set(e,
		    "%s: is outside the server's base directory; [server] "
		    "outside_paths = yes would allow it",
		    s->path);
	errno = saved;
	return err_sys(e, "%s: cannot be opened", s->path);
}

static int
open_path(const struct message_source *s)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

	if (s->no_follow)
		flags |= O_NOFOLLOW;
	return s->beneath ? beneath_open(s->path, flags) : open(s->path, flags);
}

/* Opens the file and decides how much of it is to be read. */
static int
reading_open(struct reading *r, struct err *e)
{
	const struct message_source *s = r->source;
	uint64_t size, max;

	r->fd = open_path(s);
	if (r->fd == -1)
		return explain_open(s, e);
	if (fstat(r->fd, &r->before) == -1)
		return err_sys(e, "%s: cannot be examined", s->path);
	if (!S_ISREG(r->before.st_mode))
		return err_set(e, "%s: is %s, not a message file", s->path,
		    kind_of(r->before.st_mode));
	if (r->before.st_size == 0)
		return err_set(e, "%s: is empty", s->path);
	max = s->message_max > UINT64_MAX - s->envelope_max
		  ? UINT64_MAX
		  : s->message_max + s->envelope_max;
	size = (uint64_t)r->before.st_size;
	if (size > max)
		size = max;
	if (size > (uint64_t)SSIZE_MAX - GAP)
		return err_set(e, "%s: is too large for the memory", s->path);
	r->size = (size_t)size;
	return 0;
}

/* True when the file is still what it was before. */
static bool
is_unchanged(const struct reading *r)
{
	struct stat now;

	return fstat(r->fd, &now) == 0 && now.st_size == r->before.st_size &&
	       now.st_mtim.tv_sec == r->before.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == r->before.st_mtim.tv_nsec;
}

static int
reading_fill(struct reading *r, char *data, struct err *e)
{
	const char *path = r->source->path;
	ssize_t n;
	char more;

	while (r->len < r->size) {
		n = read_once(r, data + r->len, r->size - r->len);
		if (n == -1)
			return err_sys(e, "%s: cannot be read", path);
		if (n == 0)
			return err_set(e, CHANGED, path);
		r->len += (size_t)n;
	}
	if (r->size == (uint64_t)r->before.st_size) {
		/* Behind the last byte there must be nothing. */
		n = read_once(r, &more, 1);
		if (n == -1)
			return err_sys(e, "%s: cannot be read", path);
		if (n > 0)
			return err_set(e, CHANGED, path);
	}
	if (!is_unchanged(r))
		return err_set(e, CHANGED, path);
	return 0;
}

/* Reads the file behind the gap; the memory is the caller's on success. */
static int
reading_run(struct reading *r, char **memory_r, struct err *e)
{
	char *memory = NULL;
	int rc = -1;

	if (reading_open(r, e) == -1)
		goto out;
	memory = malloc(GAP + r->size);
	if (memory == NULL) {
		(void)err_set(e, "%s: there is no memory for its %zu bytes",
		    r->source->path, r->size);
		goto out;
	}
	if (reading_fill(r, memory + GAP, e) == -1)
		goto out;
	*memory_r = memory;
	memory = NULL;
	rc = 0;
out:
	free(memory);
	if (r->fd != -1)
		(void)close(r->fd);
	return rc;
}

/* The base name without ".msg". */
static char *
queue_id_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	size_t len = strlen(base);

	if (len > 4 && memcmp(base + len - 4, ".msg", 4) == 0)
		len -= 4;
	return mem_strndup(base, len);
}

/* Splits what was read into envelope and bare message. */
static int
split(struct message *m, const struct reading *r, struct err *e)
{
	const struct message_source *s = r->source;
	char *data = m->memory + GAP;
	size_t len = envelope_parse(data, r->len, &m->envelope);
	bool cut = r->size < (uint64_t)r->before.st_size;

	if (len == r->len && cut)
		return err_set(e,
		    "%s: its envelope alone exceeds the limits "
		    "envelope_size and message_size",
		    s->path);
	if (len == r->len)
		return err_set(
		    e, "%s: has an envelope but no message behind it", s->path);
	if (len > 0) {
		/* Moved to the front; parsed again, for its slices. */
		memmove(m->memory, data, len);
		(void)envelope_parse(m->memory, len, &m->envelope);
	}
	m->bare = (struct slice){data + len, r->len - len};
	if (m->bare.len > s->message_max) {
		m->bare.len = (size_t)s->message_max;
		cut = true;
	}
	if (len > s->envelope_max)
		m->exceeded = "envelope_size";
	else if (cut)
		m->exceeded = "message_size";
	m->truncated = m->exceeded != NULL;
	return 0;
}

/* Writes the Received line into the gap in front of the bare message. */
static void
add_received(struct message *m)
{
	const struct slice *bare = &m->bare;
	size_t max =
	    bare->len < MESSAGE_HEADERS_MAX ? bare->len : MESSAGE_HEADERS_MAX;
	const char *nl = memchr(bare->data, '\n', max);
	char line[] = RECEIVED "\r\n";

	m->crlf = nl != NULL && nl > bare->data && nl[-1] == '\r';
	if (!m->crlf)
		memcpy(line + sizeof(RECEIVED) - 1, "\n", 2);
	m->received_len = strlen(line);
	assert(m->received_len <= GAP);
	memcpy(m->memory + (bare->data - m->memory) - m->received_len, line,
	    m->received_len);
}

static void
keep_identity(struct message *m, const struct stat *st)
{
	m->device = st->st_dev;
	m->inode = st->st_ino;
	m->file_size = (uint64_t)st->st_size;
	m->mtime = st->st_mtim;
	m->ctime = st->st_ctim;
}

int
message_open(const struct message_source *source, struct message **message_r,
    struct err *e)
{
	struct reading r = {.source = source, .fd = -1};
	struct message *m;
	char *memory = NULL;

	if (reading_run(&r, &memory, e) == -1)
		return -1;
	m = mem_zalloc(1, sizeof(*m));
	m->memory = memory;
	if (split(m, &r, e) == -1) {
		message_free(&m);
		return -1;
	}
	m->queue_id = queue_id_of(source->path);
	keep_identity(m, &r.before);
	add_received(m);
	header_find(m->bare, "Message-ID", &m->message_id);
	header_find(m->bare, "Subject", &m->subject);
	*message_r = m;
	return 0;
}

int
message_reopen(const struct message_source *source, const struct message *m,
    int *fd_r, struct err *e)
{
	off_t from = (off_t)(m->envelope.bytes.len + m->bare.len);
	int fd = open_path(source);
	struct stat st;

	if (fd == -1)
		return explain_open(source, e);
	if (fstat(fd, &st) == -1 || st.st_dev != m->device ||
	    st.st_ino != m->inode || (uint64_t)st.st_size != m->file_size ||
	    st.st_mtim.tv_sec != m->mtime.tv_sec ||
	    st.st_mtim.tv_nsec != m->mtime.tv_nsec ||
	    lseek(fd, from, SEEK_SET) != from) {
		(void)close(fd);
		return err_set(e, "%s: is another file now", source->path);
	}
	*fd_r = fd;
	return 0;
}

void
message_free(struct message **message)
{
	struct message *m = *message;

	if (m == NULL)
		return;
	free(m->memory);
	free(m->queue_id);
	free(m);
	*message = NULL;
}

const char *
message_with_received(const struct message *message, size_t *len_r)
{
	*len_r = message->received_len + message->bare.len;
	return message->bare.data - message->received_len;
}
