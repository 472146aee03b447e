/* Reads the lists of false alarms out of a folder of definitions. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "allow_list_priv.h"
#include "archive_reader_priv.h"
#include "definitions.h"
#include "lines.h"

enum {
	LINE_MAX = 8192,  /* of a list, bytes; libclamav takes no longer ones */
	HEADER_SIZE = 512 /* in front of what a packed set holds, bytes */
};

struct reading {
	struct allow_list *list;
	bool good; /* so far */
};

static void
take(void *arg, const char *line, size_t len, bool cut)
{
	struct reading *r = arg;

	if (len > 0 && line[len - 1] == '\r')
		len--;
	r->good &= !cut && allow_list_add(r->list, line, len);
}

static bool
read_list(struct allow_list *list, const unsigned char *data, size_t len)
{
	struct reading reading = {.list = list, .good = true};
	struct lines *lines = lines_new(LINE_MAX, take, &reading);

	lines_feed(lines, (const char *)data, len);
	lines_end(lines);
	lines_free(&lines);
	return reading.good;
}

/* One member of a packed set. */
static bool
read_member(struct allow_list *list, struct reader *r)
{
	struct reading reading = {.list = list, .good = true};
	struct lines *lines = lines_new(LINE_MAX, take, &reading);
	struct reader_block block;
	enum reader_step step;

	while ((step = reader_block(r, &block)) == READER_OK)
		lines_feed(lines, (const char *)block.data, block.len);
	lines_end(lines);
	lines_free(&lines);
	return step == READER_END && reading.good;
}

static bool
always(void *arg)
{
	(void)arg;
	return true;
}

/* A tar behind a header; it is compressed, or it was changed since it came. */
static bool
read_packed(struct allow_list *list, const unsigned char *data, size_t len)
{
	struct reader_args args = {.go_on = always};
	struct reader_member member;
	enum reader_step step;
	struct reader *r;

	if (len < HEADER_SIZE)
		return false;
	args.data = data + HEADER_SIZE;
	args.len = len - HEADER_SIZE;
	args.kind = args.len > 1 && args.data[0] == 0x1f && args.data[1] == 0x8b
			? READER_TAR_GZIP
			: READER_ARCHIVE;
	r = reader_open(&args);
	if (r == NULL)
		return false;
	while ((step = reader_next(r, &member)) == READER_OK)
		if (member.name != NULL && allow_list_is_one(member.name) &&
		    !read_member(list, r))
			break;
	reader_close(&r);
	return step == READER_END;
}

/* All of a file; NULL when it cannot be read. To be freed. */
static unsigned char *
load(int folder_fd, const char *name, size_t *len_r)
{
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char *data = NULL;
	size_t size = 0;
	struct stat st;
	ssize_t n = 1;

	*len_r = 0;
	if (fd != -1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		size = (size_t)st.st_size;
		data = malloc(size + 1);
	}
	while (data != NULL && *len_r < size && n > 0) {
		n = read(fd, data + *len_r, size - *len_r);
		if (n > 0)
			*len_r += (size_t)n;
	}
	if (fd != -1)
		(void)close(fd);
	if (*len_r == size)
		return data;
	free(data);
	return NULL;
}

static bool
read_file(struct allow_list *list, int folder_fd, const char *name)
{
	bool listing = allow_list_is_one(name), good;
	unsigned char *data;
	size_t len;

	if (!listing && !definitions_is_packed(name))
		return true;
	data = load(folder_fd, name, &len);
	good = data != NULL;
	if (good && listing)
		good = read_list(list, data, len);
	else if (good)
		good = read_packed(list, data, len);
	free(data);
	return good;
}

int
allow_list_read(struct allow_list *list, const char *folder, struct err *e)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int result = 0;

	if (dir == NULL)
		return err_sys(e, "%s", folder);
	while (result == 0 && (entry = readdir(dir)) != NULL)
		if (definitions_is_one(entry->d_name) &&
		    !read_file(list, dirfd(dir), entry->d_name))
			result = err_set(e,
			    "%.500s/%s: the list of false alarms in it cannot "
			    "be read",
			    folder, entry->d_name);
	(void)closedir(dir);
	return result;
}
