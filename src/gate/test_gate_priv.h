/* What the tests of this folder share: a folder, files in it, a pair. */
#ifndef TEST_GATE_PRIV_H
#define TEST_GATE_PRIV_H

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

/* A scratch folder of the test's own; freed by scratch_free. */
static inline char *
scratch_new(void)
{
	/* In memory where possible: nothing here has to outlive a disk. */
	const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	char *path = mem_printf("%s/test-gate.XXXXXX", tmp);

	if (mkdtemp(path) == NULL)
		abort();
	return path;
}

static inline void
scratch_free(char *path)
{
	char *command = mem_printf("rm -rf '%s'", path);

	if (system(command) != 0)
		abort();
	free(command);
	free(path);
}

static inline void
file_write(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd == -1 || write(fd, data, len) != (ssize_t)len ||
	    close(fd) != 0) {
		perror(path);
		abort();
	}
}

/* Reads at most `size` bytes; -1 when there is no such file. */
static inline ssize_t
file_read(const char *path, void *data, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	memset(data, 0, size);
	if (fd == -1)
		return -1;
	n = read(fd, data, size);
	(void)close(fd);
	return n;
}

#endif
