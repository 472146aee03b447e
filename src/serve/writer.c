/* Standard output: one thread, one write per line. */
#include "writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "proto.h"
#include "queue.h"
#include "ready_priv.h"
#include "thread.h"

struct line {
	struct queue_item item;
	size_t len; /* 0: nothing to write, wake who waits for `flushed` */
	char text[];
};

struct writer {
	struct queue lines;
	pthread_t thread;
	int fd, broken_fd;
	atomic_bool broken;
	pthread_mutex_t flush_lock; /* guards the two counts */
	pthread_cond_t flushed;
	unsigned long flushes_wanted, flushes_done;
};

static void
give_up(struct writer *w)
{
	uint64_t one = 1;

	if (atomic_exchange(&w->broken, true) || w->broken_fd == -1)
		return;
	if (write(w->broken_fd, &one, sizeof(one)) == -1)
		return; /* the reader of the event is told already */
}

/* A pipe takes a line of up to PIPE_BUF bytes at once or not at all. */
static void
write_all(struct writer *w, const char *text, size_t len)
{
	struct pollfd ready = {.fd = w->fd, .events = POLLOUT};
	ssize_t n;

	while (len > 0 && !atomic_load(&w->broken)) {
		n = write(w->fd, text, len);
		if (n >= 0) {
			text += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			(void)ready_wait(&ready, 1, -1);
		} else if (errno != EINTR) {
			give_up(w);
		}
	}
}

/* Each line is one write, and no longer than the protocol allows. */
static void
write_lines(struct writer *w, char *text)
{
	size_t len, cut;

	for (;; text += len + 1) {
		len = strcspn(text, "\n");
		cut = len < PROTO_LINE_MAX ? len : PROTO_LINE_MAX - 1;
		if (text[len] == '\0') {
			text[cut] = '\n';
			write_all(w, text, cut + 1);
			return;
		}
		text[cut] = '\n';
		write_all(w, text, cut + 1);
	}
}

static void
note_flush(struct writer *w)
{
	(void)pthread_mutex_lock(&w->flush_lock);
	w->flushes_done++;
	(void)pthread_cond_broadcast(&w->flushed);
	(void)pthread_mutex_unlock(&w->flush_lock);
}

static void *
run(void *arg)
{
	struct writer *w = arg;
	struct queue_item *list, *next;
	struct line *line;

	while ((list = queue_take_all(&w->lines)) != NULL) {
		for (; list != NULL; list = next) {
			next = list->next;
			line = (struct line *)list;
			if (line->len > 0)
				write_lines(w, line->text);
			else
				note_flush(w);
			free(line);
		}
	}
	return NULL;
}

int
writer_open(int fd, int broken_fd, struct writer **writer_r, struct err *e)
{
	struct writer *w = mem_zalloc(1, sizeof(*w));

	w->fd = fd;
	w->broken_fd = broken_fd;
	queue_init(&w->lines);
	(void)pthread_mutex_init(&w->flush_lock, NULL);
	(void)pthread_cond_init(&w->flushed, NULL);
	if (thread_start(&w->thread, "writer", run, w, e) == -1) {
		free(w);
		return -1;
	}
	*writer_r = w;
	return 0;
}

static void
hand_over(struct writer *w, const char *text, size_t len)
{
	struct line *line = mem_zalloc(1, sizeof(*line) + len + 1);

	memcpy(line->text, text, len);
	line->len = len;
	queue_put(&w->lines, &line->item);
}

void
writer_line(struct writer *w, const char *text)
{
	hand_over(w, text, strlen(text));
}

void
writer_flush(struct writer *w)
{
	unsigned long mine;

	(void)pthread_mutex_lock(&w->flush_lock);
	mine = ++w->flushes_wanted;
	hand_over(w, "", 0);
	while (w->flushes_done < mine)
		(void)pthread_cond_wait(&w->flushed, &w->flush_lock);
	(void)pthread_mutex_unlock(&w->flush_lock);
}

bool
writer_broken(const struct writer *w)
{
	return atomic_load(&w->broken);
}

void
writer_close(struct writer **wp)
{
	struct writer *w = *wp;

	if (w == NULL)
		return;
	queue_close(&w->lines);
	(void)pthread_join(w->thread, NULL);
	queue_fini(&w->lines);
	(void)pthread_cond_destroy(&w->flushed);
	(void)pthread_mutex_destroy(&w->flush_lock);
	free(w);
	*wp = NULL;
}
