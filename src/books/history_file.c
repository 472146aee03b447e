/* The file of the history: made, found again, put aside. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history_priv.h"
#include "mem.h"
#include "newfile.h"

/* The last is there where the file system does not allow the others. */
static const char *const parts[] = {"", "-wal", "-shm", "-journal"};

/* The folder without links, for the database follows none; or NULL. */
static char *
file_in(const char *state_dir, struct err *e)
{
	char *folder = realpath(state_dir, NULL), *path;

	if (folder == NULL) {
		(void)err_sys(e, "%s", state_dir);
		return NULL;
	}
	path = mem_printf("%s/" HISTORY_FILE, folder);
	free(folder);
	return path;
}

/* The database gives its other files the mode and owner of this one. */
static int
make_file(const char *state_dir, struct err *e)
{
	const struct newfile_folder folder = {
	    .dir_fd = AT_FDCWD, .path = state_dir, .make = true};
	struct newfile file = {.fd = -1};
	char temp[64];
	int result = 0;

	if (newfile_folder(&folder, &file.dir_fd, e) == -1)
		return -1;
	(void)snprintf(temp, sizeof(temp), HISTORY_FILE ".%ld", (long)getpid());
	if (faccessat(file.dir_fd, HISTORY_FILE, F_OK, 0) == -1) {
		const int dir_fd = file.dir_fd;

		result = newfile_open(&file, dir_fd, temp, HISTORY_FILE, e);
		if (result == 0 && newfile_commit(&file, true, e) == -1 &&
		    errno != EEXIST)
			result = -1;
		file.dir_fd = dir_fd;
	}
	(void)close(file.dir_fd);
	return result;
}

static const char *const sql[STATEMENT_COUNT] = {
    [ADD_MINUTE] =
	"INSERT INTO minute VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
	" ON CONFLICT DO UPDATE SET messages = messages + ?4,"
	" bytes = bytes + ?5, scan_ms = scan_ms + ?6, slots = slots + ?7,"
	" wanted = wanted + ?8, refused = refused + ?9",
    [ADD_LATENCY] = "INSERT INTO latency VALUES (?1, ?2, ?3)"
		    " ON CONFLICT DO UPDATE SET messages = messages + ?3",
    [ADD_FINDING] = "INSERT OR IGNORE INTO finding VALUES"
		    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [ADD_TOP] = "INSERT INTO top VALUES (?1, ?2, ?3, 1)"
		" ON CONFLICT DO UPDATE SET messages = messages + 1",
    [ADD_LOSS] = "INSERT INTO loss VALUES (?1, ?2)"
		 " ON CONFLICT DO UPDATE SET messages = messages + ?2",
    [ADD_DEFINITIONS] =
	"INSERT OR REPLACE INTO definitions SELECT ?1, ?2, ?3, ?4"
	" WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM definitions"
	" ORDER BY time_s DESC LIMIT 1) WHERE version = ?2 AND"
	" built_s = ?3 AND signatures = ?4)",
    [ADD_LIMIT] = "INSERT OR REPLACE INTO quota_limit SELECT ?1, ?2"
		  " WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM quota_limit"
		  " ORDER BY time_s DESC LIMIT 1) WHERE per_hour = ?2)",
};

static enum history_result
prepare(struct history *h, struct err *e)
{
	enum history_result result = history_tables(h->store, e);
	int i;

	for (i = 0; i < STATEMENT_COUNT && result == HISTORY_DONE; i++)
		if (statement_new(h->store, sql[i], &h->st[i], e) == -1)
			/* Tables of another form are not ours. */
			result = store_fault(h->store) == STORE_WRONG
				     ? HISTORY_BROKEN
				     : history_failed(h->store);
	return result;
}

enum history_result
history_open(const char *state_dir, struct history **history_r, struct err *e)
{
	struct history *h = mem_zalloc(1, sizeof(*h));
	enum history_result result = HISTORY_AGAIN;
	struct stat st;

	if (make_file(state_dir, e) == 0 &&
	    (h->path = file_in(state_dir, e)) != NULL &&
	    store_open(h->path, STORE_WRITE, &h->store, e) == 0) {
		result = prepare(h, e);
		if (result == HISTORY_DONE && stat(h->path, &st) == -1) {
			(void)err_sys(e, "%s", h->path);
			result = HISTORY_AGAIN;
		}
	}
	if (result != HISTORY_DONE) {
		(void)err_wrap(e, HISTORY_FILE);
		history_close(&h);
		return result;
	}
	h->device = st.st_dev;
	h->inode = st.st_ino;
	/* Another process counts from another number. */
	h->number = (uint32_t)getpid() << 8;
	*history_r = h;
	return HISTORY_DONE;
}

void
history_close(struct history **history)
{
	struct history *h = *history;
	int i;

	if (h == NULL)
		return;
	for (i = 0; i < STATEMENT_COUNT; i++)
		statement_free(&h->st[i]);
	store_close(&h->store);
	free(h->path);
	free(h);
	*history = NULL;
}

bool
history_is_there(const struct history *h)
{
	struct stat st;

	return stat(h->path, &st) == 0 && st.st_dev == h->device &&
	       st.st_ino == h->inode;
}

int
history_set_aside(const char *state_dir, struct err *e)
{
	char *path = file_in(state_dir, e), *from, *to;
	int result = 0;
	size_t i;

	if (path == NULL)
		return -1;
	/* The file itself last: until it is gone this can be done again. */
	for (i = sizeof(parts) / sizeof(parts[0]); i-- > 0 && result == 0;) {
		from = mem_printf("%s%s", path, parts[i]);
		to = mem_printf("%.*s" HISTORY_BAD "%s",
		    (int)(strlen(path) - strlen(HISTORY_FILE)), path, parts[i]);
		(void)unlink(to);
		if (rename(from, to) == -1 && errno != ENOENT)
			result = err_sys(e, "%s cannot be renamed", from);
		free(from);
		free(to);
	}
	free(path);
	return result;
}

int
history_look(const char *state_dir, struct store **store_r, struct err *e)
{
	char *path = file_in(state_dir, e);
	int64_t id = 0;
	int result = -1;

	if (path == NULL)
		return -1;
	if (access(path, F_OK) == -1 && errno == ENOENT)
		(void)err_set(e, "there is no history in %s yet", state_dir);
	else
		result = store_open(path, STORE_READ, store_r, e);
	if (result == 0 &&
	    (store_run(*store_r, "PRAGMA temp_store = MEMORY", e) == -1 ||
		store_number(*store_r, "PRAGMA application_id", &id, e) == -1 ||
		(id == 0 && err_set(e, "it is not a history") == -1))) {
		store_close(store_r);
		result = err_wrap(e, "%s", path);
	}
	free(path);
	return result;
}
