/* Puts lines together from the pieces in which they arrive. */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct lines {
	lines_take *take;
	void *arg;
	size_t max, len;
	bool cut; /* the line is too long: skip to its end */
	char data[];
};

struct lines *
lines_new(size_t max, lines_take *take, void *arg)
{
	struct lines *l = mem_zalloc(1, sizeof(*l) + max);

	l->take = take;
	l->arg = arg;
	l->max = max;
	return l;
}

static void
finish(struct lines *l)
{
	l->take(l->arg, l->data, l->len, l->cut);
	l->len = 0;
	l->cut = false;
}

void
lines_feed(struct lines *l, const char *data, size_t len)
{
	const char *end;
	size_t n, room;

	while (len > 0) {
		end = memchr(data, '\n', len);
		n = end != NULL ? (size_t)(end - data) : len;
		room = l->max - l->len;
		if (n > room)
			l->cut = true;
		memcpy(l->data + l->len, data, n < room ? n : room);
		l->len += n < room ? n : room;
		if (end == NULL)
			return;
		finish(l);
		data += n + 1;
		len -= n + 1;
	}
}

void
lines_end(struct lines *l)
{
	if (l->len > 0)
		finish(l);
}

void
lines_free(struct lines **l)
{
	free(*l);
	*l = NULL;
}
