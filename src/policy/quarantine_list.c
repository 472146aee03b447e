/* The quarantine as its commands see it: by IDs. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "quarantine_priv.h"
#include "shelf_priv.h"

enum { DATE_LEN = SHELF_DATE_SIZE - 1 };

bool
quarantine_is_id(const char *text)
{
	size_t day = strspn(text, "0123456789");

	return strlen(text) == QUARANTINE_ID_SIZE - 1 && day == DATE_LEN &&
	       text[DATE_LEN] == '-' &&
	       strspn(text + DATE_LEN + 1, "0123456789abcdef") ==
		   QUARANTINE_ID_SIZE - 1 - DATE_LEN - 1;
}

/* Takes the whole of an open file, which is not longer than a record. */
static int
read_file(int fd, struct buf *out, struct err *e)
{
	char block[16384];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return err_set(e, "it is not a regular file");
	while ((n = read(fd, block, sizeof(block))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, "it cannot be read");
		if (buf_add(out, block, (size_t)n) == -1)
			return err_set(e, "it is too long for a record");
	}
	return 0;
}

static int
read_record(int day_fd, const char *id, struct record **record_r, struct err *e)
{
	char name[SHELF_NAME_SIZE];
	struct buf text;
	int fd = -1, rc;

	(void)snprintf(name, sizeof(name), "%s.json", id);
	fd = openat(
	    day_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return err_sys(e, "%s: cannot be opened", name);
	buf_init(&text, RECORD_SIZE_MAX);
	rc = read_file(fd, &text, e);
	if (rc == 0)
		rc = record_read(text.data, text.len, record_r, e);
	if (rc == 0 && strcmp((*record_r)->id, id) != 0) {
		record_free(record_r);
		rc = err_set(e, "its ID is another one");
	}
	buf_fini(&text);
	(void)close(fd);
	if (rc == 0)
		return 0;
	errno = EINVAL; /* it is there, whatever was tried last */
	return err_wrap(e, "%s", name);
}

static int
is_record_name(const struct dirent *entry)
{
	char id[QUARANTINE_ID_SIZE];

	(void)snprintf(
	    id, sizeof(id), "%.*s", QUARANTINE_ID_SIZE - 1, entry->d_name);
	return quarantine_is_id(id) &&
	       strcmp(entry->d_name + QUARANTINE_ID_SIZE - 1, ".json") == 0;
}

static bool
list_day(void *arg, int fd, const char *date)
{
	const struct quarantine_visit *visit = arg;
	struct dirent **names = NULL;
	int n = scandirat(fd, ".", &names, is_record_name, alphasort), i;
	struct record *record;
	struct err e;

	(void)date;
	for (i = 0; i < n; i++) {
		record = NULL;
		names[i]->d_name[QUARANTINE_ID_SIZE - 1] = '\0';
		if (read_record(fd, names[i]->d_name, &record, &e) == 0)
			visit->visit(
			    visit->arg, names[i]->d_name, record, NULL);
		else if (errno != ENOENT)
			visit->visit(
			    visit->arg, names[i]->d_name, NULL, e.text);
		record_free(&record);
		free(names[i]);
	}
	free(names);
	return true;
}

int
quarantine_list(
    const char *path, const struct quarantine_visit *visit, struct err *e)
{
	struct quarantine_visit own = *visit;
	struct shelf_walk walk = {&own, list_day};

	return shelf_walk(path, &walk, e);
}

/* The folder of an ID that was checked. */
static int
open_day(const char *path, const char *id, int *fd_r, struct err *e)
{
	if (!quarantine_is_id(id))
		return err_set(e,
		    "an ID looks like 20261121-0123456789abcdef; see "
		    "cgpward quarantine list");
	if (shelf_open(path, id, false, fd_r, e) == 0)
		return 0;
	return errno == ENOENT ? err_set(e, "%s: there is no such message", id)
			       : -1;
}

int
quarantine_read(
    const char *path, const char *id, struct record **record_r, struct err *e)
{
	int fd = -1, rc;

	if (open_day(path, id, &fd, e) == -1)
		return -1;
	rc = read_record(fd, id, record_r, e);
	if (rc == -1 && errno == ENOENT)
		(void)err_set(e, "%s: there is no such message", id);
	(void)close(fd);
	return rc;
}

int
quarantine_rewrite(const char *path, const struct record *record, struct err *e)
{
	struct buf text;
	int fd = -1, rc;

	if (open_day(path, record->id, &fd, e) == -1)
		return -1;
	buf_init(&text, RECORD_SIZE_MAX);
	record_write(record, &text);
	rc = quarantine_write_record(fd, record->id, &text, e);
	buf_fini(&text);
	(void)close(fd);
	return rc;
}

char *
quarantine_message_path(const char *path, const char *id)
{
	return mem_printf(
	    "%s/%.4s/%.2s/%.2s/%s.msg", path, id, id + 4, id + 6, id);
}

int
quarantine_delete(const char *path, const char *id, struct err *e)
{
	char name[SHELF_NAME_SIZE];
	int fd = -1, rc;

	if (open_day(path, id, &fd, e) == -1)
		return -1;
	(void)snprintf(name, sizeof(name), "%s.json", id);
	rc = unlinkat(fd, name, 0);
	if (rc == -1)
		(void)(errno == ENOENT
			   ? err_set(e, "%s: there is no such message", id)
			   : err_sys(e, "%s: cannot be removed", id));
	(void)snprintf(name, sizeof(name), "%s.msg", id);
	if (rc == 0 && unlinkat(fd, name, 0) == -1 && errno != ENOENT)
		rc = err_sys(e, "%s: cannot be removed", name);
	(void)close(fd);
	return rc;
}
