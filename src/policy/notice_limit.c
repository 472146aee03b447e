/*
 * How often people are told. What was sent within the last hour is a list,
 * which is never longer than the limit for all; it is kept in a file of lines
 * "TIME CLASS ADDRESS", the oldest first.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "newfile.h"
#include "notice.h"
#include "text.h"

#define FILE_NAME "notices"

enum { FILE_MAX = 16 * 1024 * 1024, SENT_MAX = 10000, LINE_PARTS = 3 };

struct sent {
	int64_t at_ms;
	enum msg_class class;
	char *address;
};

struct notice_limit {
	struct sent *list; /* the oldest first */
	size_t n, room;
};

struct notice_limit *
notice_limit_new(void)
{
	return mem_zalloc(1, sizeof(struct notice_limit));
}

void
notice_limit_free(struct notice_limit **limit)
{
	struct notice_limit *l = *limit;
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n; i++)
		free(l->list[i].address);
	free(l->list);
	free(l);
	*limit = NULL;
}

static void
add(struct notice_limit *l, int64_t at_ms, enum msg_class class,
    const char *address)
{
	if (l->n == l->room) {
		l->room = l->room == 0 ? 64 : 2 * l->room;
		l->list = mem_resize(l->list, l->room, sizeof(*l->list));
	}
	l->list[l->n++] = (struct sent){at_ms, class, mem_strdup(address)};
}

/* Forgets what is over an hour old, or later than now: the clock was set. */
static void
forget(struct notice_limit *l, int64_t now_ms)
{
	size_t from, to = 0;

	for (from = 0; from < l->n; from++)
		if (l->list[from].at_ms > now_ms - NOTICE_LIMIT_MS &&
		    l->list[from].at_ms <= now_ms)
			l->list[to++] = l->list[from];
		else
			free(l->list[from].address);
	l->n = to;
}

bool
notice_limit_admit(struct notice_limit *l, const struct notice_request *r)
{
	size_t i;

	forget(l, r->now_ms);
	if (l->n >= r->per_hour)
		return false;
	for (i = 0; i < l->n; i++)
		if (l->list[i].class == r->class &&
		    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
		    text_same(l->list[i].address, r->address))
			return false;
	add(l, r->now_ms, r->class, r->address);
	return true;
}

/* Takes one line of the file; what makes no sense is passed over. */
static void
take_line(struct notice_limit *l, char *line)
{
	char *end, *class, *address;
	long long at_ms = strtoll(line, &end, 10);
	int c;

	if (end == line || *end != ' ')
		return;
	class = end + 1;
	address = strchr(class, ' ');
	if (address == NULL || address[1] == '\0' || l->n >= SENT_MAX)
		return;
	*address++ = '\0';
	for (c = 0; c < CLASS_COUNT; c++)
		if (strcmp(class_name((enum msg_class)c), class) == 0)
			add(l, at_ms, (enum msg_class)c, address);
}

void
notice_limit_load(struct notice_limit *l, const char *state_dir)
{
	char *path = mem_printf("%s/" FILE_NAME, state_dir);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char block[16384], *line, *end;
	struct buf text;
	ssize_t n;

	buf_init(&text, FILE_MAX);
	while (fd != -1 && (n = read(fd, block, sizeof(block))) > 0)
		(void)buf_add(&text, block, (size_t)n);
	for (line = text.data; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		*end = '\0';
		take_line(l, line);
	}
	buf_fini(&text);
	if (fd != -1)
		(void)close(fd);
	free(path);
}

int
notice_limit_save(struct notice_limit *l, const char *state_dir, struct err *e)
{
	struct newfile_folder f = {AT_FDCWD, state_dir, true, false};
	struct newfile_whole whole = {
	    .temp = FILE_NAME ".tmp", .name = FILE_NAME};
	struct buf text;
	size_t i;
	int rc;

	if (newfile_folder(&f, &whole.dir_fd, e) == -1)
		return -1;
	buf_init(&text, FILE_MAX);
	for (i = 0; i < l->n; i++)
		(void)buf_addf(&text, "%" PRId64 " %s %s\n", l->list[i].at_ms,
		    class_name(l->list[i].class), l->list[i].address);
	whole.data = text.data;
	whole.len = text.len;
	rc = newfile_write(&whole, e);
	buf_fini(&text);
	(void)close(whole.dir_fd);
	return rc == -1 ? err_wrap(e, "%s", state_dir) : 0;
}
