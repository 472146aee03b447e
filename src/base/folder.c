/* Folders that nobody else may write. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum folder_fault
judge(const char *path, const struct stat *st, struct err *e)
{
	if (st->st_uid != 0 && st->st_uid != geteuid()) {
		(void)err_set(e,
		    "%s belongs to the user %u, who is neither root nor the "
		    "one that the program runs as; correct it with \"chown\"",
		    path, (unsigned)st->st_uid);
		return FOLDER_OPEN;
	}
	if ((st->st_mode & S_IWOTH) != 0) {
		(void)err_set(e,
		    "%s may be written by every user; take that right away "
		    "with \"chmod o-w\"",
		    path);
		return FOLDER_OPEN;
	}
	return FOLDER_GOOD;
}

enum folder_fault
folder_private(const char *path, struct err *e)
{
	enum folder_fault fault = FOLDER_MISSING;
	struct stat st;
	int fd;

	if (mkdir(path, 0700) == -1 && errno != EEXIST) {
		(void)err_sys(e, "%s cannot be made", path);
		return fault;
	}
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &st) == -1)
		(void)err_sys(e, "%s cannot be entered", path);
	else
		fault = judge(path, &st, e);
	if (fd != -1)
		(void)close(fd);
	return fault;
}
