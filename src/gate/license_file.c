/*
 * License files and folders of them. A file is read only after its owner and
 * mode have been looked at, through the same descriptor.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "license.h"

enum { WHY_MAX = 3 /* bad files of a folder that are named */ };

/* Reads one byte more than the bound, so that the judge sees the excess. */
static enum license_fault
read_license(int fd, struct buf *text, struct err *e)
{
	char some[LICENSE_FILE_MAX + 1];
	ssize_t n;

	do {
		n = read(fd, some, sizeof(some) - text->len);
		if (n == -1 && errno != EINTR) {
			(void)err_sys(e, "cannot be read");
			return LICENSE_UNREADABLE;
		}
		if (n > 0)
			(void)buf_add(text, some, (size_t)n);
	} while (n != 0);
	return LICENSE_GOOD;
}

/* Refuses what is not a file that only its owner and group may write. */
static enum license_fault
check_mode(const struct stat *st, struct err *e)
{
	if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode)) {
		(void)err_set(e, "is neither a file nor a folder");
		return LICENSE_UNREADABLE;
	}
	if (st->st_mode & S_IWOTH) {
		(void)err_set(e,
		    "may be written by every user; take that right away with "
		    "\"chmod o-w\"");
		return LICENSE_WRITABLE;
	}
	return LICENSE_GOOD;
}

/* Opens a file or, where one is allowed, a folder. */
static enum license_fault
open_license(
    int at, const char *name, int *fd_r, struct stat *st_r, struct err *e)
{
	enum license_fault fault;
	int fd = openat(at, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd == -1 && errno == ENOENT) {
		(void)err_set(e, "there is no license");
		return LICENSE_MISSING;
	}
	if (fd == -1 || fstat(fd, st_r) == -1) {
		(void)err_sys(e, "cannot be opened");
		if (fd != -1)
			(void)close(fd);
		return LICENSE_UNREADABLE;
	}
	fault = check_mode(st_r, e);
	if (fault == LICENSE_GOOD)
		*fd_r = fd;
	else
		(void)close(fd);
	return fault;
}

struct vendor {
	const unsigned char *key;
	int64_t now_s;
};

static enum license_fault
load_file(int fd, const struct vendor *v, struct license *l, struct err *e)
{
	struct buf text;
	enum license_fault fault;

	buf_init(&text, LICENSE_FILE_MAX + 1);
	fault = read_license(fd, &text, e);
	if (fault == LICENSE_GOOD)
		fault = license_parse(&text, v->key, v->now_s, l, e);
	buf_fini(&text);
	return fault;
}

static bool
better(const struct license *a, const struct license *b)
{
	if (b->licensee[0] == '\0')
		return true;
	if (a->per_hour != b->per_hour)
		return a->per_hour > b->per_hour;
	return a->expires_day > b->expires_day;
}

/* What is known of a folder while its files are looked at. */
struct folder {
	struct license best;
	enum license_fault fault; /* of the first bad file */
	unsigned bad;
	struct buf why;
};

static void
look_at(struct folder *f, int at, const char *name, const struct vendor *v)
{
	struct license l;
	struct stat st;
	struct err e;
	int fd = -1;
	enum license_fault fault = open_license(at, name, &fd, &st, &e);

	if (fault == LICENSE_GOOD && !S_ISDIR(st.st_mode))
		fault = load_file(fd, v, &l, &e);
	else if (fault == LICENSE_GOOD)
		fault = LICENSE_MISSING; /* a folder is not looked into */
	if (fd != -1)
		(void)close(fd);
	if (fault == LICENSE_GOOD && better(&l, &f->best))
		f->best = l;
	if (fault == LICENSE_GOOD || fault == LICENSE_MISSING)
		return;
	if (f->bad == 0)
		f->fault = fault;
	if (f->bad++ < WHY_MAX)
		(void)buf_addf(&f->why, "; %s %s", name, e.text);
}

static int
shown(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static enum license_fault
load_folder(int fd, const struct vendor *v, struct license *l, struct err *e)
{
	struct folder f = {.fault = LICENSE_MISSING};
	struct dirent **names = NULL;
	int i, n = scandirat(fd, ".", &names, shown, alphasort);

	if (n == -1) {
		(void)err_sys(e, "cannot be read");
		return LICENSE_UNREADABLE;
	}
	license_init(&f.best);
	buf_init(&f.why, ERR_TEXT_MAX);
	for (i = 0; i < n; i++) {
		if (i < LICENSE_FILES_MAX)
			look_at(&f, fd, names[i]->d_name, v);
		free(names[i]);
	}
	free(names);
	*l = f.best;
	if (l->licensee[0] != '\0')
		f.fault = LICENSE_GOOD;
	else
		(void)err_set(e, "has no valid license in it%s", f.why.data);
	buf_fini(&f.why);
	return f.fault;
}

enum license_fault
license_load(const char *path, const unsigned char *key, int64_t now_s,
    struct license *license_r, struct err *e)
{
	const struct vendor v = {.key = key, .now_s = now_s};
	struct stat st;
	struct err why;
	int fd = -1;
	enum license_fault fault = open_license(AT_FDCWD, path, &fd, &st, &why);

	license_init(license_r);
	if (fault == LICENSE_GOOD && S_ISDIR(st.st_mode))
		fault = load_folder(fd, &v, license_r, &why);
	else if (fault == LICENSE_GOOD)
		fault = load_file(fd, &v, license_r, &why);
	if (fd != -1)
		(void)close(fd);
	if (fault != LICENSE_GOOD)
		(void)err_set(e, "%s: %s", path, why.text);
	return fault;
}
