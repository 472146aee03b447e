/*
 * Making room in the quarantine. Days come in order, and so do the messages
 * of one day, so that the walk ends at the first message that may stay.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "quarantine.h"
#include "shelf_priv.h"

/* A message of the day, or something that a crash left behind. */
struct item {
	char name[SHELF_NAME_SIZE];
	struct timespec since;
	uint64_t size;
	bool is_message;
};

struct day {
	struct item *items;
	size_t n, room;
};

static uint64_t
size_of(int fd, const char *name)
{
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return 0;
	return (uint64_t)st.st_size;
}

/* "ID.json" for "ID.msg" with the end ".json". */
static void
partner_name(const char *name, const char *end, char name_r[SHELF_NAME_SIZE])
{
	(void)snprintf(name_r, SHELF_NAME_SIZE, "%.*s%s",
	    QUARANTINE_ID_SIZE - 1, name, end);
}

static bool
has_partner(int fd, const char *name, const char *end)
{
	char partner[SHELF_NAME_SIZE];

	partner_name(name, end, partner);
	return faccessat(fd, partner, F_OK, 0) == 0;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && strcmp(name + n - m, end) == 0;
}

/* Whether it is an ID with this end. */
static bool
is_named(const char *name, const char *end)
{
	char id[QUARANTINE_ID_SIZE];

	(void)snprintf(id, sizeof(id), "%.*s", QUARANTINE_ID_SIZE - 1, name);
	return quarantine_is_id(id) &&
	       strcmp(name + QUARANTINE_ID_SIZE - 1, end) == 0;
}

/* A record alone is left when its message was deleted while released. */
static bool
is_crumb(int fd, const char *name)
{
	return ends_with(name, ".tmp") ||
	       (is_named(name, ".json") && !has_partner(fd, name, ".msg"));
}

static void
take_entry(struct day *day, int fd, const char *name)
{
	bool is_message = is_named(name, ".msg");
	char record[SHELF_NAME_SIZE];
	struct item *item;
	struct stat st;

	if (!(is_message || is_crumb(fd, name)) ||
	    strlen(name) >= SHELF_NAME_SIZE ||
	    fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(st.st_mode))
		return;
	if (day->n == day->room) {
		day->room = day->room == 0 ? 64 : 2 * day->room;
		day->items =
		    mem_resize(day->items, day->room, sizeof(*day->items));
	}
	item = &day->items[day->n++];
	*item =
	    (struct item){.since = st.st_mtim, .size = (uint64_t)st.st_size};
	memcpy(item->name, name, strlen(name) + 1);
	partner_name(name, ".json", record);
	item->is_message = is_message && faccessat(fd, record, F_OK, 0) == 0;
	if (item->is_message)
		item->size += size_of(fd, record);
}

static int
by_age(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->since.tv_sec != y->since.tv_sec)
		return x->since.tv_sec < y->since.tv_sec ? -1 : 1;
	if (x->since.tv_nsec != y->since.tv_nsec)
		return x->since.tv_nsec < y->since.tv_nsec ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
read_day(struct day *day, int fd)
{
	DIR *dir = shelf_names(fd);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		take_entry(day, fd, entry->d_name);
	if (dir != NULL)
		(void)closedir(dir);
	if (day->n > 0)
		qsort(day->items, day->n, sizeof(*day->items), by_age);
}

/* The record goes first: without it there is no message. */
static void
remove_item(struct shelf_trim *t, int fd, const struct item *item)
{
	char record[SHELF_NAME_SIZE];

	if (item->is_message) {
		partner_name(item->name, ".json", record);
		(void)unlinkat(fd, record, 0);
	}
	if (unlinkat(fd, item->name, 0) == -1)
		return;
	t->removed += item->is_message;
	t->freed += item->size;
	t->excess -= item->size < t->excess ? item->size : t->excess;
}

static bool
trim_day(void *arg, int fd, const char *date)
{
	struct shelf_trim *t = arg;
	struct day day = {0};
	const struct item *item;
	bool more = true;
	size_t i;

	read_day(&day, fd);
	for (i = 0; i < day.n; i++) {
		item = &day.items[i];
		if (!item->is_message) {
			if (item->since.tv_sec < t->crumbs_s)
				remove_item(t, fd, item);
		} else if (t->excess > 0 || item->since.tv_sec < t->before_s) {
			remove_item(t, fd, item);
		} else {
			more = false;
		}
	}
	free(day.items);
	if (strcmp(date, t->today) < 0)
		shelf_tidy(t->path, date);
	return more || t->crumbs_s != INT64_MIN;
}

int
shelf_trim(struct shelf_trim *t, struct err *e)
{
	struct shelf_walk walk = {t, trim_day};

	return shelf_walk(t->path, &walk, e);
}
