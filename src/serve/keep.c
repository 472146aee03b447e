/* A copy of the definitions in force. */
#include "keep_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "definitions.h"
#include "mem.h"

/* Copies until the end of `in`; 0 or -1 with errno. */
static int
copy_bytes(int in, int out)
{
	char block[65536];
	ssize_t n, done, m;

	while ((n = read(in, block, sizeof(block))) > 0)
		for (done = 0; done < n; done += m) {
			m = write(out, block + done, (size_t)(n - done));
			if (m == -1)
				return -1;
		}
	return n == 0 ? 0 : -1;
}

static int
copy_file(int from_fd, int to_fd, const char *name)
{
	int in, out, result = -1;

	in = openat(from_fd, name, O_RDONLY | O_CLOEXEC);
	if (in == -1)
		return -1;
	out =
	    openat(to_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out != -1) {
		result = copy_bytes(in, out);
		if (close(out) == -1)
			result = -1;
	}
	(void)close(in);
	return result;
}

/* Removes the files of a folder of ours, which has no folders in it. */
static void
empty_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (definitions_is_one(entry->d_name))
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	(void)closedir(dir);
}

static int
fill_folder(DIR *from, const char *folder, struct err *e)
{
	struct dirent *entry;
	int to_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = 0;

	if (to_fd == -1)
		return err_sys(e, "cannot open %s", folder);
	while (result == 0 && (entry = readdir(from)) != NULL) {
		if (!definitions_is_one(entry->d_name))
			continue;
		if (copy_file(dirfd(from), to_fd, entry->d_name) == -1)
			result = err_sys(
			    e, "cannot copy %s to %s", entry->d_name, folder);
	}
	(void)close(to_fd);
	return result;
}

/* Makes the folder that a path lies in, when it is not there. */
static void
make_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *parent;

	if (slash == NULL || slash == path)
		return;
	parent = mem_strndup(path, (size_t)(slash - path));
	(void)mkdir(parent, 0700);
	free(parent);
}

int
keep_definitions(const char *from, const char *to, struct err *e)
{
	char *fresh = mem_printf("%s.new", to);
	DIR *dir = opendir(from);
	int result = -1;

	if (dir == NULL) {
		(void)err_sys(e, "cannot open %s", from);
		goto out;
	}
	make_parent(to);
	empty_folder(fresh);
	if (mkdir(fresh, 0700) == -1 && errno != EEXIST) {
		(void)err_sys(e, "cannot make %s", fresh);
		goto out;
	}
	if (fill_folder(dir, fresh, e) == -1)
		goto out;
	empty_folder(to);
	(void)rmdir(to);
	if (rename(fresh, to) == -1) {
		(void)err_sys(e, "cannot rename %s to %s", fresh, to);
		goto out;
	}
	result = 0;
out:
	if (dir != NULL)
		(void)closedir(dir);
	free(fresh);
	return result;
}
