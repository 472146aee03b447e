/*
 * The file of a tally: whatever it holds, counting goes on, and the message
 * that is counted is there afterwards.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tally_priv.h"

enum { NAME_MAX_LEN = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/cgpward-fuzz.XXXXXX";
static char path[NAME_MAX_LEN], bad[NAME_MAX_LEN];

static void
tidy(void)
{
	(void)unlink(path);
	(void)unlink(bad);
	(void)rmdir(folder);
}

static void
write_file(const uint8_t *data, size_t size)
{
	int fd;

	if (path[0] == '\0') {
		if (mkdtemp(folder) == NULL)
			abort();
		(void)snprintf(path, sizeof(path), "%s/tally", folder);
		(void)snprintf(bad, sizeof(bad), "%s/tally.bad", folder);
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
	const int64_t now_ms = 1800000000000;
	const unsigned place = (unsigned)(now_ms / 60000 % TALLY_MINUTES);
	const off_t at =
	    (off_t)(sizeof(struct tally_head) + place * sizeof(uint64_t));
	struct tally *t;
	struct err e = {{0}};
	uint64_t word;
	int fd;

	write_file(data, size);
	t = tally_open(folder, &e);
	if (t == NULL || tally_add(t, now_ms, &e) == -1)
		abort();
	tally_close(&t);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1 || pread(fd, &word, sizeof(word), at) != sizeof(word) ||
	    !tally_word_sound(word, place) || tally_word_count(word) < 1)
		abort();
	(void)close(fd);
	return 0;
}
