/* A folder of virus definitions, seen from outside. */
#include "definitions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

#define HASH_START UINT64_C(0xcbf29ce484222325)

enum { HEADER_SIZE = 512, BLOCK_SIZE = 64 * 1024 };

/* The endings that libclamav 1.4 loads from a folder (its readdb.h). */
static const char *const endings[] = {"db", "hdb", "hdu", "fp", "mdb", "mdu",
    "hsb", "hsu", "sfp", "msb", "msu", "ndb", "ndu", "ldb", "ldu", "sdb", "zmd",
    "rmd", "idb", "cat", "ign", "ign2", "cvd", "cld", "cud", "cdb", "cbc",
    "gdb", "pdb", "wdb", "crb", "pwdb", "ioc", "yar", "yara", "imp", "ftm",
    "cfg"};

bool
definitions_is_one(const char *file_name)
{
	const char *dot = strrchr(file_name, '.');
	size_t i;

	if (dot == NULL || file_name[0] == '.')
		return false;
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (text_same(dot + 1, endings[i]))
			return true;
	return false;
}

static uint64_t
mix(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *p = data;

	while (len-- > 0)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

/* Entries come in any order: their hashes are added up. */
static void
add_file(struct definitions *d, const char *name, const struct stat *st)
{
	uint64_t hash = HASH_START;

	hash = mix(hash, name, strlen(name));
	hash = mix(hash, &st->st_size, sizeof(st->st_size));
	hash = mix(hash, &st->st_mtim, sizeof(st->st_mtim));
	hash = mix(hash, &st->st_ino, sizeof(st->st_ino));
	d->stamp += hash;
	d->files++;
	d->bytes += (uint64_t)st->st_size;
	if (d->version[0] == '\0' && st->st_mtime > d->built_s)
		d->built_s = st->st_mtime;
}

/*
 * The first 512 bytes of an official set are text between colons: the words
 * ClamAV-VDB, date, version, number of signatures, ..., and as the ninth
 * field the time it was built.
 */
static void
read_header(struct definitions *d, int folder_fd, const char *name)
{
	char head[HEADER_SIZE + 1] = {0}, *field = head, *version = NULL;
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int i;
	long long built;

	if (fd == -1)
		return;
	if (read(fd, head, HEADER_SIZE) != HEADER_SIZE ||
	    strncmp(head, "ClamAV-VDB:", 11) != 0)
		field = NULL;
	(void)close(fd);
	for (i = 0; i < 8 && field != NULL; i++) {
		field = strchr(field, ':');
		if (field != NULL)
			*field++ = '\0';
		if (i == 1)
			version = field;
	}
	if (field == NULL || version == NULL)
		return;
	built = strtoll(field, NULL, 10);
	if (built <= 0 || (d->version[0] != '\0' && built < d->built_s))
		return;
	d->built_s = built;
	(void)snprintf(d->version, sizeof(d->version), "%s", version);
}

/* Sets that are not official have no version: their date stands for it. */
static void
describe(struct definitions *d, int folder_fd)
{
	struct tm day;
	time_t built;

	read_header(d, folder_fd, "daily.cvd");
	read_header(d, folder_fd, "daily.cld");
	built = (time_t)d->built_s;
	if (d->version[0] == '\0' && d->files > 0 &&
	    gmtime_r(&built, &day) != NULL)
		(void)strftime(
		    d->version, sizeof(d->version), "%Y-%m-%d", &day);
}

/*
 * libclamav passes over some files that it may not read, without a word. Only
 * opening tells, for the sandbox does not show in the rights of a file. Who
 * corrects the rights of such a file changes nothing else of it, so they are
 * a part of the stamp.
 */
static void
check_readable(struct definitions *d, int folder_fd, const char *name)
{
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool denied = fd == -1 && errno == EACCES;
	struct stat st;

	if (fd != -1)
		(void)close(fd);
	if (!denied)
		return;
	d->stamp += mix(HASH_START, name, strlen(name));
	(void)snprintf(d->problem, sizeof(d->problem),
	    fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISLNK(st.st_mode)
		? "the file behind the link %.60s cannot be read; if the link "
		  "is new, restart the helper"
		: "the file %.100s cannot be read",
	    name);
}

void
definitions_look(const char *folder, struct definitions *d_r)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	struct stat st;

	*d_r = (struct definitions){0};
	if (dir == NULL) {
		(void)snprintf(d_r->problem, sizeof(d_r->problem), "%s",
		    errno == ENOENT ? "the folder does not exist"
				    : "the folder cannot be read");
		return;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (!definitions_is_one(entry->d_name))
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 &&
		    S_ISREG(st.st_mode))
			add_file(d_r, entry->d_name, &st);
		check_readable(d_r, dirfd(dir), entry->d_name);
	}
	describe(d_r, dirfd(dir));
	(void)closedir(dir);
	if (d_r->files == 0)
		(void)snprintf(d_r->problem, sizeof(d_r->problem),
		    "the folder holds no definitions");
}

bool
definitions_is_packed(const char *file_name)
{
	const char *dot = strrchr(file_name, '.');

	return dot != NULL &&
	       (text_same(dot, ".cvd") || text_same(dot, ".cld") ||
		   text_same(dot, ".cud"));
}

/* Reads block by block; a text across two blocks is whole in the second. */
static bool
file_may_hold(int folder_fd, const char *name, const char *text)
{
	char block[BLOCK_SIZE];
	size_t n = strlen(text), kept = 0;
	ssize_t got = -1;
	bool holds = false;
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd == -1)
		return true;
	while (!holds &&
	       (got = read(fd, block + kept, sizeof(block) - kept)) > 0) {
		kept += (size_t)got;
		holds = memmem(block, kept, text, n) != NULL;
		if (kept >= n) {
			memmove(block, block + kept - (n - 1), n - 1);
			kept = n - 1;
		}
	}
	(void)close(fd);
	return holds || got == -1;
}

bool
definitions_may_hold(const char *folder, const char *text)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool may = dir == NULL;

	errno = 0;
	while (!may && (entry = readdir(dir)) != NULL) {
		may = definitions_is_one(entry->d_name) &&
		      (definitions_is_packed(entry->d_name) ||
			  file_may_hold(dirfd(dir), entry->d_name, text));
		errno = 0;
	}
	may = may || errno != 0;
	if (dir != NULL)
		(void)closedir(dir);
	return may;
}

bool
definitions_same_folder(const char *a, const char *b)
{
	struct stat sa, sb;

	return stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	       sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}
