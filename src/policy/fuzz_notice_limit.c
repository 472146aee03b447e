/*
 * The file of who was told what: whatever it holds, it is read, and what is
 * written of it and read again says the same.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "notice.h"

enum { NAME_MAX_LEN = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/cgpward-fuzz.XXXXXX";
static char path[NAME_MAX_LEN];

static void
tidy(void)
{
	(void)unlink(path);
	(void)rmdir(folder);
}

static void
write_file(const uint8_t *data, size_t size)
{
	int fd;

	if (path[0] == '\0') {
		if (mkdtemp(folder) == NULL)
			abort();
		(void)snprintf(path, sizeof(path), "%s/notices", folder);
		(void)atexit(tidy);
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, data, size) != (ssize_t)size)
		abort();
	(void)close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct notice_request request = {
	    .address = "a@example.com", .per_hour = 1000, .now_ms = 3600000};
	struct notice_limit *first = notice_limit_new();
	struct notice_limit *again = notice_limit_new();
	struct err e;
	bool told;

	write_file(data, size);
	notice_limit_load(first, folder);
	told = notice_limit_admit(first, &request);
	if (notice_limit_save(first, folder, &e) == -1)
		abort();
	notice_limit_load(again, folder);
	/* Whether just now or by the file: it was told once. */
	if (notice_limit_admit(again, &request) && told)
		abort();
	notice_limit_free(&first);
	notice_limit_free(&again);
	return 0;
}
