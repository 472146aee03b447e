/*
 * Storing messages. Room is reserved before anything is written, so that
 * several workers together do not exceed keep_at_most; the record comes last
 * and makes the message count.
 */
#include "quarantine.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "newfile.h"
#include "quarantine_priv.h"
#include "shelf_priv.h"
#include "sign.h"

enum {
	WARN_EVERY_MS = 60000,
	CRUMBS_AGE_S = 3600, /* of leftovers before they are removed */
	RECORD_ROOM = 4096,  /* reserved for a record until it is counted */
	SPARE_PART = 32,     /* of keep_at_most is freed more than needed */
	COPY_SIZE = 65536,
	ID_RANDOM = 8
};

struct quarantine {
	pthread_mutex_t lock; /* guards all that follows */
	char *path;           /* that was counted; NULL: none yet */
	uint64_t bytes;       /* in it, with what is being written */
	uint64_t warned_ms;   /* 0: never */

	/* Held while a deferred message is stored, as it may come twice. */
	pthread_mutex_t again_lock;
};

struct quarantine *
quarantine_new(void)
{
	struct quarantine *q = mem_zalloc(1, sizeof(*q));

	(void)pthread_mutex_init(&q->lock, NULL);
	(void)pthread_mutex_init(&q->again_lock, NULL);
	return q;
}

void
quarantine_free(struct quarantine **q)
{
	if (*q == NULL)
		return;
	(void)pthread_mutex_destroy(&(*q)->lock);
	(void)pthread_mutex_destroy(&(*q)->again_lock);
	free((*q)->path);
	free(*q);
	*q = NULL;
}

bool
quarantine_warning_due(struct quarantine *q, uint64_t mono_ms)
{
	bool due;

	(void)pthread_mutex_lock(&q->lock);
	due = q->warned_ms == 0 || mono_ms - q->warned_ms >= WARN_EVERY_MS;
	if (due)
		q->warned_ms = mono_ms > 0 ? mono_ms : 1;
	(void)pthread_mutex_unlock(&q->lock);
	return due;
}

/* With the lock held: counts, when nobody has or the folder is another one. */
static int
count(struct quarantine *q, const char *path, struct err *e)
{
	if (q->path != NULL && strcmp(q->path, path) == 0)
		return 0;
	if (shelf_count(path, &q->bytes, e) == -1)
		return -1;
	free(q->path);
	q->path = mem_strdup(path);
	return 0;
}

/* With the lock held: removes the oldest until `more` bytes fit. */
static int
make_room(struct quarantine *q, const struct quarantine_item *item,
    uint64_t more, struct err *e)
{
	const uint64_t max = item->config->quarantine_keep_at_most;
	char today[SHELF_DATE_SIZE];
	struct shelf_trim trim = {
	    .path = q->path,
	    .before_s = INT64_MIN,
	    .crumbs_s = INT64_MIN,
	    .today = today,
	};

	shelf_date(item->now_ms, today);
	trim.excess = q->bytes + more - max;
	if (max / SPARE_PART < max - more)
		trim.excess += max / SPARE_PART;
	if (shelf_trim(&trim, e) == -1)
		return -1;
	q->bytes -= trim.freed < q->bytes ? trim.freed : q->bytes;
	if (q->bytes + more > max)
		return err_set(e, "%s: there is no room for %llu bytes",
		    q->path, (unsigned long long)more);
	return 0;
}

static int
reserve(struct quarantine *q, const struct quarantine_item *item, uint64_t more,
    struct err *e)
{
	const struct config *c = item->config;
	int rc = 0;

	if (more > c->quarantine_keep_at_most)
		return err_set(e,
		    "the message alone is larger than [quarantine] "
		    "keep_at_most");
	(void)pthread_mutex_lock(&q->lock);
	if (count(q, c->quarantine_path, e) == -1)
		rc = -1;
	else if (q->bytes + more > c->quarantine_keep_at_most)
		rc = make_room(q, item, more, e);
	if (rc == 0)
		q->bytes += more;
	(void)pthread_mutex_unlock(&q->lock);
	return rc;
}

/* Corrects what was reserved, when it has become less or more. */
static void
settle(struct quarantine *q, uint64_t reserved, uint64_t real)
{
	(void)pthread_mutex_lock(&q->lock);
	q->bytes -= reserved < q->bytes ? reserved : q->bytes;
	q->bytes += real;
	(void)pthread_mutex_unlock(&q->lock);
}

/* Copies what is not in memory of a message that was cut. */
static int
add_rest(struct newfile *f, const struct quarantine_item *item, struct err *e)
{
	char *block;
	ssize_t n = 0;
	int fd, rc = 0;

	if (message_reopen(item->source, item->message, &fd, e) == -1)
		return -1;
	block = mem_zalloc(COPY_SIZE, 1);
	while (rc == 0 && (n = read(fd, block, COPY_SIZE)) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			rc = err_sys(
			    e, "%s: cannot be read", item->source->path);
		else
			rc = newfile_add(f, block, (size_t)n, e);
	}
	free(block);
	(void)close(fd);
	return rc;
}

static int
write_message(int day_fd, const char *id, const struct quarantine_item *item,
    struct err *e)
{
	const struct message *m = item->message;
	char *name = mem_printf("%s.msg", id);
	char *temp = mem_printf("%s.msg.tmp", id);
	struct newfile f = {.fd = -1};
	int rc = -1;

	/* The same message may be left of a run that crashed. */
	(void)unlinkat(day_fd, temp, 0);
	if (newfile_open(&f, day_fd, temp, name, e) == 0 &&
	    newfile_add(&f, m->envelope.bytes.data, m->envelope.bytes.len, e) ==
		0 &&
	    newfile_add(&f, m->bare.data, m->bare.len, e) == 0 &&
	    (m->envelope.bytes.len + m->bare.len == m->file_size ||
		add_rest(&f, item, e) == 0))
		rc = newfile_commit(&f, false, e);
	newfile_drop(&f);
	free(name);
	free(temp);
	return rc;
}

/* Both files; the size of the record is added to *size. */
static int
write_both(int day_fd, const char *id, const struct quarantine_item *item,
    uint64_t *size, struct err *e)
{
	struct buf text;
	char *message = mem_printf("%s.msg", id);
	int rc = -1;

	buf_init(&text, RECORD_SIZE_MAX);
	quarantine_describe(item, id, &text);
	if (write_message(day_fd, id, item, e) == 0) {
		rc = quarantine_write_record(day_fd, id, &text, e);
		if (rc == -1)
			(void)unlinkat(day_fd, message, 0);
	}
	*size += text.len;
	buf_fini(&text);
	free(message);
	return rc;
}

static void
id_of(const struct quarantine_item *item, char id_r[QUARANTINE_ID_SIZE])
{
	static const unsigned char key[SIGN_MAC_KEY_SIZE] = "quarantine";
	const struct message *m = item->message;
	unsigned char code[SIGN_MAC_SIZE];
	char date[SHELF_DATE_SIZE];
	struct sign_mac *mac;
	size_t i;

	shelf_date(item->now_ms, date);
	if (item->verdict->action.kind == ACTION_DEFER) {
		mac = sign_mac_new(key);
		sign_mac_add_item(mac, m->queue_id, strlen(m->queue_id));
		sign_mac_add_item(mac, m->bare.data, m->bare.len);
		sign_mac_end(&mac, code);
	} else {
		sign_mac_random(code, ID_RANDOM);
	}
	(void)snprintf(id_r, QUARANTINE_ID_SIZE, "%s-", date);
	for (i = 0; i < ID_RANDOM; i++)
		(void)snprintf(id_r + SHELF_DATE_SIZE + 2 * i, 3, "%02x",
		    (unsigned)code[i]);
}

static bool
is_there(int day_fd, const char *id)
{
	char name[SHELF_NAME_SIZE];

	(void)snprintf(name, sizeof(name), "%s.json", id);
	return faccessat(day_fd, name, F_OK, 0) == 0;
}

int
quarantine_store(struct quarantine *q, const struct quarantine_item *item,
    char id_r[QUARANTINE_ID_SIZE], struct err *e)
{
	const char *path = item->config->quarantine_path;
	bool again = item->verdict->action.kind == ACTION_DEFER;
	uint64_t reserved, size;
	int day_fd, rc;

	if (item->message == NULL)
		return err_set(e, "the message could not be read");
	size = item->message->file_size;
	reserved = size + RECORD_ROOM;
	id_of(item, id_r);
	if (reserve(q, item, reserved, e) == -1)
		return -1;
	rc = shelf_open(path, id_r, true, &day_fd, e);
	if (rc == 0) {
		if (again)
			(void)pthread_mutex_lock(&q->again_lock);
		if (again && is_there(day_fd, id_r))
			size = 0;
		else
			rc = write_both(day_fd, id_r, item, &size, e);
		if (again)
			(void)pthread_mutex_unlock(&q->again_lock);
		(void)close(day_fd);
	}
	settle(q, reserved, rc == 0 ? size : 0);
	return rc == -1 ? err_wrap(e, "%s", path) : 0;
}

int
quarantine_sweep(struct quarantine *q, const struct config *config,
    int64_t now_ms, unsigned long *removed_r, struct err *e)
{
	char today[SHELF_DATE_SIZE];
	const char *path = config->quarantine_path;
	const uint64_t max = config->quarantine_keep_at_most;
	uint64_t bytes = 0;
	struct shelf_trim trim = {
	    .path = path,
	    .before_s = (now_ms - (int64_t)config->quarantine_keep_for) / 1000,
	    .crumbs_s = now_ms / 1000 - CRUMBS_AGE_S,
	    .today = today,
	};
	int rc;

	shelf_date(now_ms, today);
	(void)pthread_mutex_lock(&q->lock);
	rc = shelf_count(path, &bytes, e);
	if (rc == 0) {
		trim.excess = bytes > max ? bytes - max : 0;
		rc = shelf_trim(&trim, e);
		free(q->path);
		q->path = mem_strdup(path);
		q->bytes = bytes - (trim.freed < bytes ? trim.freed : bytes);
	}
	(void)pthread_mutex_unlock(&q->lock);
	if (removed_r != NULL)
		*removed_r = trim.removed;
	return rc;
}
