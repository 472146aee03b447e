/*
 * Running as another user. What root has left in the state folder is handed
 * over first: as long as the folder is root's, nobody else can have put links
 * into it that lead elsewhere.
 */
#include "user_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

enum { DEPTH_MAX = 4, NAME_SIZE = 256 };

static void give_all(int folder_fd, const struct passwd *user, int depth);

/* One entry of a folder, unless it has another name somewhere else. */
static void
give(int folder_fd, const char *name, const struct passwd *user, int depth)
{
	struct stat st;
	int fd;

	if (fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    st.st_uid != 0)
		return;
	if (S_ISREG(st.st_mode) && st.st_nlink == 1 &&
	    fchownat(folder_fd, name, user->pw_uid, user->pw_gid,
		AT_SYMLINK_NOFOLLOW) == -1)
		return; /* whoever cannot use the file says so */
	if (!S_ISDIR(st.st_mode) || depth == DEPTH_MAX)
		return;
	fd = openat(
	    folder_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return;
	give_all(fd, user, depth + 1);
	(void)close(fd);
}

static void
give_all(int folder_fd, const struct passwd *user, int depth)
{
	int fd = fcntl(folder_fd, F_DUPFD_CLOEXEC, 0);
	DIR *dir = fd != -1 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			give(folder_fd, entry->d_name, user, depth);
	if (dir != NULL)
		(void)closedir(dir);
	if (fchown(folder_fd, user->pw_uid, user->pw_gid) == -1)
		return; /* as above */
}

static void
hand_over(const char *path, const struct passwd *user)
{
	struct stat st;
	int fd;

	(void)mkdir(path, 0700);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && st.st_uid == 0 &&
	    (st.st_mode & (S_IWGRP | S_IWOTH)) == 0)
		give_all(fd, user, 0);
	(void)close(fd);
}

static int
change(const struct passwd *user, struct err *e)
{
	if (initgroups(user->pw_name, user->pw_gid) == -1 ||
	    setresgid(user->pw_gid, user->pw_gid, user->pw_gid) == -1 ||
	    setresuid(user->pw_uid, user->pw_uid, user->pw_uid) == -1)
		return err_sys(
		    e, "[server] user: cannot become %s", user->pw_name);
	if (setuid(0) != -1 || geteuid() != user->pw_uid)
		return err_set(e, "[server] user: %s could become root again",
		    user->pw_name);
	return 0;
}

int
user_become(const struct config *config, struct err *e)
{
	const char *name = config->server_user;
	const struct passwd *user;

	if (name[0] == '\0')
		return 0;
	errno = 0;
	user = getpwnam(name);
	if (user == NULL)
		return err_set(e, "[server] user: there is no user %s", name);
	if (user->pw_uid == geteuid())
		return 0;
	if (geteuid() != 0)
		return err_set(e,
		    "[server] user: only root can become %s; start the "
		    "program as root or as that user, or leave the option "
		    "empty",
		    name);
	hand_over(config->server_state_dir, user);
	hand_over(config->quarantine_path, user);
	return change(user, e);
}

/* Some message of the queue that may not be read; "" when there is none. */
static void
find_unreadable(char name[NAME_SIZE])
{
	DIR *dir = opendir("Queue");
	struct dirent *entry;
	size_t len;

	name[0] = '\0';
	while (
	    dir != NULL && name[0] == '\0' && (entry = readdir(dir)) != NULL) {
		len = strlen(entry->d_name);
		if (len > 4 && len < NAME_SIZE &&
		    strcmp(entry->d_name + len - 4, ".msg") == 0 &&
		    faccessat(dirfd(dir), entry->d_name, R_OK, 0) == -1 &&
		    errno == EACCES)
			memcpy(name, entry->d_name, len + 1);
	}
	if (dir != NULL)
		(void)closedir(dir);
}

/* False, and a line for the log, when a right is missing. */
static bool
may(const char *path, int mode, const char *what)
{
	if (access(path, mode) == 0 || errno != EACCES)
		return true;
	log_error("The user that the program runs as may not %s %s. Give it "
		  "that right, or change [server] user.",
	    what, path);
	return false;
}

void
user_tell(const struct config *config)
{
	char name[NAME_SIZE], path[NAME_SIZE + 8];

	if (may(".", X_OK, "enter") &&
	    may("Queue", R_OK | X_OK, "read messages in")) {
		find_unreadable(name);
		(void)snprintf(path, sizeof(path), "Queue/%s", name);
		if (name[0] != '\0')
			(void)may(path, R_OK, "read messages such as");
	}
	(void)may("Submitted", W_OK | X_OK, "write into");
	(void)may(config->file, R_OK, "read");
	(void)may(config->folder, W_OK, "delete hup.sig in");
}
