/*
 * What the loop guard keeps in the state folder. A used number is a file that
 * can be made only once; the kernel is the judge between threads, processes
 * and restarts.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loop_guard_priv.h"
#include "mem.h"
#include "newfile.h"

#define KEY_NAME  "guard.key"
#define USED_NAME "guard"

enum { OTHERS = 077, KEEP_S = 3600, NAME_SIZE = 64, TEMP_RANDOM = 8 };

/* Opens the state folder, or with a name the one below it. */
static int
open_state(const char *state_dir, const char *below, int *fd_r, struct err *e)
{
	struct newfile_folder f = {AT_FDCWD, state_dir, true, false};
	int fd, rc;

	if (newfile_folder(&f, &fd, e) == -1)
		return -1;
	if (below == NULL) {
		*fd_r = fd;
		return 0;
	}
	f = (struct newfile_folder){fd, below, true, true};
	rc = newfile_folder(&f, fd_r, e);
	(void)close(fd);
	return rc == -1 ? err_wrap(e, "%s", state_dir) : 0;
}

static int
read_key(int dir_fd, unsigned char key_r[SIGN_MAC_KEY_SIZE], struct err *e)
{
	unsigned char key[SIGN_MAC_KEY_SIZE + 1];
	struct stat st;
	int fd, rc = -1;

	fd = openat(
	    dir_fd, KEY_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return err_sys(e, KEY_NAME ": cannot be opened");
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) ||
	    (st.st_mode & OTHERS) != 0)
		(void)err_set(e,
		    KEY_NAME ": others may read it; correct that with chmod "
			     "600, or remove it for a new key");
	else if (read(fd, key, sizeof(key)) != SIGN_MAC_KEY_SIZE)
		(void)err_set(
		    e, KEY_NAME ": is no key; remove it for a new one");
	else
		rc = 0;
	(void)close(fd);
	errno = 0;
	if (rc == 0)
		memcpy(key_r, key, SIGN_MAC_KEY_SIZE);
	return rc;
}

/* Of two that make one at the same time, the first wins. */
static int
make_key(int dir_fd, struct err *e)
{
	unsigned char random[TEMP_RANDOM], key[SIGN_MAC_KEY_SIZE];
	struct newfile f;
	char temp[NAME_SIZE];
	size_t i;

	sign_mac_random(random, sizeof(random));
	sign_mac_random(key, sizeof(key));
	(void)snprintf(temp, sizeof(temp), "%s.", KEY_NAME);
	for (i = 0; i < sizeof(random); i++)
		(void)snprintf(
		    temp + strlen(temp), 3, "%02x", (unsigned)random[i]);
	if (newfile_open(&f, dir_fd, temp, KEY_NAME, e) == -1)
		return -1;
	if (newfile_add(&f, key, sizeof(key), e) == -1) {
		newfile_drop(&f);
		return -1;
	}
	if (newfile_commit(&f, true, e) == 0 || errno == EEXIST)
		return 0;
	return -1;
}

int
loop_guard_key(const char *state_dir, bool make,
    unsigned char key_r[SIGN_MAC_KEY_SIZE], struct err *e)
{
	int fd, rc;

	if (open_state(state_dir, NULL, &fd, e) == -1)
		return -1;
	rc = read_key(fd, key_r, e);
	if (rc == -1 && make && errno == ENOENT) {
		rc = make_key(fd, e);
		if (rc == 0)
			rc = read_key(fd, key_r, e);
	}
	(void)close(fd);
	return rc == -1 ? err_wrap(e, "%s", state_dir) : 0;
}

int
loop_guard_use(
    const char *state_dir, const struct loop_guard_field *field, struct err *e)
{
	char name[NAME_SIZE];
	int dir_fd, fd, rc = 0;

	if (open_state(state_dir, USED_NAME, &dir_fd, e) == -1)
		return -1;
	(void)snprintf(name, sizeof(name), "%" PRId64 "-%s", field->expires_s,
	    field->nonce);
	fd = openat(dir_fd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		rc = errno == EEXIST ? err_set(e, "it was used before")
				     : err_sys(e, "%s/" USED_NAME, state_dir);
	else if (fsync(dir_fd) == -1)
		rc = err_sys(e, "%s/" USED_NAME, state_dir);
	if (fd != -1)
		(void)close(fd);
	(void)close(dir_fd);
	return rc;
}

unsigned
loop_guard_sweep(const char *state_dir, int64_t now_s)
{
	char *path = mem_printf("%s/" USED_NAME, state_dir);
	DIR *dir = opendir(path);
	struct dirent *entry;
	unsigned n = 0;
	char *end;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (strtoll(entry->d_name, &end, 10) < now_s - KEEP_S &&
		    end != entry->d_name && *end == '-' &&
		    unlinkat(dirfd(dir), entry->d_name, 0) == 0)
			n++;
	if (dir != NULL)
		(void)closedir(dir);
	free(path);
	return n;
}
