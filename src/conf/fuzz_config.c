/*
 * Configuration files. The file's folder is a scratch folder; whatever is
 * loaded is dumped as well.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "config.h"

enum { OUTPUT_MAX = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[] = "/tmp/cgpward-fuzz.XXXXXX";

static void
remove_file(void)
{
	(void)unlink(path);
}

static int
scratch_file(void)
{
	static int fd = -1;

	if (fd == -1) {
		fd = mkstemp(path);
		if (fd == -1)
			abort();
		(void)atexit(remove_file);
	}
	return fd;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *c = NULL;
	struct buf out;
	int fd = scratch_file(), rc;

	if (ftruncate(fd, 0) == -1 || pwrite(fd, data, size, 0) == -1)
		abort();
	buf_init(&out, OUTPUT_MAX);
	rc = config_load(path, &c, &out);
	/* A configuration, or reasons, and never both. */
	if ((rc == 0) != (c != NULL) || (rc == 0) != (out.len == 0))
		abort();
	if (c != NULL)
		config_dump(c, &out);
	config_free(&c);
	buf_fini(&out);
	return 0;
}
