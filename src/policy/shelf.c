/*
 * The folders of the quarantine. Names that are not of our own making are
 * neither opened nor removed.
 */
#include "shelf_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "newfile.h"

enum { LEVELS = 3 };

/* Digits in the names of years, months and days. */
static const size_t digits[LEVELS] = {4, 2, 2};

void
shelf_date(int64_t now_ms, char date_r[SHELF_DATE_SIZE])
{
	time_t now = (time_t)(now_ms / 1000);
	struct tm tm = {0};

	(void)gmtime_r(&now, &tm);
	if (strftime(date_r, SHELF_DATE_SIZE, "%Y%m%d", &tm) == 0)
		memcpy(date_r, "00000000", SHELF_DATE_SIZE);
}

int
shelf_open(
    const char *path, const char *date, bool make, int *fd_r, struct err *e)
{
	struct newfile_folder f = {AT_FDCWD, path, make, false};
	char name[SHELF_DATE_SIZE];
	size_t level;
	int above, fd;

	if (newfile_folder(&f, &fd, e) == -1)
		return -1;
	for (level = 0; level < LEVELS; level++) {
		memcpy(name, date, digits[level]);
		name[digits[level]] = '\0';
		date += digits[level];
		above = fd;
		f = (struct newfile_folder){above, name, make, true};
		if (newfile_folder(&f, &fd, e) == -1)
			fd = -1;
		(void)close(above);
		if (fd == -1)
			return err_wrap(e, "%s", path);
	}
	*fd_r = fd;
	return 0;
}

static int
is_folder_name(const struct dirent *entry)
{
	size_t n = strspn(entry->d_name, "0123456789");

	return entry->d_name[n] == '\0' && (n == 4 || n == 2);
}

/* A walk on its way down: the date so far, and how deep it is. */
struct walking {
	const struct shelf_walk *walk;
	char date[SHELF_DATE_SIZE];
	bool stopped;
	int rc;
	struct err *e;
};

static void walk_level(struct walking *w, int fd, size_t level);

static void
walk_into(struct walking *w, int fd, const char *name, size_t level)
{
	struct newfile_folder f = {fd, name, false, true};
	size_t at = strlen(w->date);
	int sub;

	if (strlen(name) != digits[level])
		return;
	if (newfile_folder(&f, &sub, w->e) == -1) {
		w->rc = errno == ENOENT ? w->rc : -1;
		return;
	}
	memcpy(w->date + at, name, digits[level] + 1);
	if (level + 1 < LEVELS)
		walk_level(w, sub, level + 1);
	else
		w->stopped = !w->walk->day(w->walk->arg, sub, w->date);
	w->date[at] = '\0';
	(void)close(sub);
}

static void
walk_level(struct walking *w, int fd, size_t level)
{
	struct dirent **names;
	int n = scandirat(fd, ".", &names, is_folder_name, alphasort), i;

	if (n == -1) {
		w->rc = err_sys(w->e, "a folder cannot be read");
		return;
	}
	for (i = 0; i < n; i++) {
		if (!w->stopped)
			walk_into(w, fd, names[i]->d_name, level);
		free(names[i]);
	}
	free(names);
}

int
shelf_walk(const char *path, const struct shelf_walk *walk, struct err *e)
{
	struct newfile_folder f = {AT_FDCWD, path, false, false};
	struct walking w = {.walk = walk, .e = e};
	int fd;

	if (access(path, F_OK) == -1 && errno == ENOENT)
		return 0;
	if (newfile_folder(&f, &fd, e) == -1)
		return -1;
	walk_level(&w, fd, 0);
	(void)close(fd);
	return w.rc == -1 ? err_wrap(e, "%s", path) : 0;
}

void
shelf_tidy(const char *path, const char *date)
{
	static const int cut[LEVELS] = {2, 2, 4};
	char name[SHELF_NAME_SIZE];
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), i;
	size_t len;

	if (fd == -1)
		return;
	(void)snprintf(
	    name, sizeof(name), "%.4s/%.2s/%.2s", date, date + 4, date + 6);
	for (i = 0; i < LEVELS; i++) {
		if (unlinkat(fd, name, AT_REMOVEDIR) == -1)
			break;
		len = strlen(name) - (size_t)cut[i];
		name[len > 0 ? len - 1 : 0] = '\0';
	}
	(void)close(fd);
}

DIR *
shelf_names(int fd)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own != -1 ? fdopendir(own) : NULL;

	if (dir == NULL && own != -1)
		(void)close(own);
	return dir;
}

static bool
count_day(void *arg, int fd, const char *date)
{
	uint64_t *bytes = arg;
	DIR *dir = shelf_names(fd);
	struct dirent *entry;
	struct stat st;

	(void)date;
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode))
			*bytes += (uint64_t)st.st_size;
	if (dir != NULL)
		(void)closedir(dir);
	return true;
}

int
shelf_count(const char *path, uint64_t *bytes_r, struct err *e)
{
	struct shelf_walk walk = {bytes_r, count_day};

	*bytes_r = 0;
	return shelf_walk(path, &walk, e);
}
