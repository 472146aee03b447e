/*
 * Where a configuration file is, and its bytes. A file that is no regular one
 * is refused without being read.
 */
#include "place_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "mem.h"

enum { READ_SIZE = 16384 };

static const char *const places[] = {
    "CGPWard/cgpward.cfg", "cgpward.cfg", "/etc/cgpward/cgpward.cfg"};

char *
config_find(const char *given, struct err *e)
{
	size_t i;

	if (given != NULL) {
		if (access(given, F_OK) == 0)
			return mem_strdup(given);
		(void)err_sys(e, "%s", given);
		return NULL;
	}
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (access(places[i], F_OK) == 0)
			return mem_strdup(places[i]);
	(void)err_set(e,
	    "no configuration file: neither %s nor %s nor %s exists; "
	    "name one with -c",
	    places[0], places[1], places[2]);
	return NULL;
}

const char *
place_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

char *
place_folder(const char *path, struct err *e)
{
	size_t len = (size_t)(place_base(path) - path);
	char *given = len > 0 ? mem_strndup(path, len) : mem_strdup(".");
	char *folder = realpath(given, NULL);

	if (folder == NULL)
		(void)err_sys(e, "its folder %s cannot be entered", given);
	free(given);
	return folder;
}

static int
read_all(int fd, struct buf *out, struct err *e)
{
	char some[READ_SIZE];
	ssize_t n;

	while ((n = read(fd, some, sizeof(some))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, "cannot be read");
		if (buf_add(out, some, (size_t)n) == -1)
			return err_set(e,
			    "is larger than %d bytes; is it a configuration "
			    "file",
			    (int)CONFIG_FILE_MAX);
	}
	return 0;
}

int
place_read(const char *path, struct buf *out, struct err *e)
{
	struct stat st;
	int fd, rc = -1;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd == -1)
		return err_sys(e, "cannot be opened");
	if (fstat(fd, &st) == -1)
		(void)err_sys(e, "cannot be examined");
	else if (!S_ISREG(st.st_mode))
		(void)err_set(e, "is not a regular file");
	else
		rc = read_all(fd, out, e);
	(void)close(fd);
	return rc;
}
