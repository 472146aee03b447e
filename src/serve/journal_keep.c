/*
 * The journal through faults of its folder and its disk. The mapping stays at
 * its address and only what lies under it is exchanged, so that the marks of
 * the threads need no lock. A file that is entered in that moment may be
 * missing from the journal; its request is answered all the same.
 */
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal_priv.h"

_Atomic(struct journal *) journal_opened_last;

bool
journal_survive(const void *address)
{
	struct journal *j = atomic_load(&journal_opened_last);
	const char *start = j != NULL ? (const char *)j->image : NULL;
	const char *at = address;

	if (start == NULL || at < start || at >= start + sizeof(*j->image))
		return false;
	atomic_store(&j->cut, true);
	return journal_map(j->image, -1) != NULL;
}

static bool
is_well(const struct journal *j)
{
	struct stat st;

	return j->fd != -1 && !atomic_load(&j->cut) && fstat(j->fd, &st) == 0 &&
	       st.st_nlink > 0 && st.st_size >= (off_t)sizeof(*j->image);
}

/* What this process knows is copied into another file; its gate is held. */
static int
move_to(struct journal *j, int fd, struct err *e)
{
	unsigned i,
	    run = (unsigned)((j->marks - j->image->marks[0]) / JOURNAL_MARKS);
	struct journal_image *other = journal_map(NULL, fd);

	if (other == NULL)
		return err_sys(e, "%s cannot be mapped", j->path);
	/* It may be the same file, which was cut and has grown again. */
	if (j->fd != -1)
		journal_unlock_run(j->fd, run);
	if (!journal_lock_run(fd, run)) {
		(void)munmap(other, sizeof(*other));
		return err_set(e, "%s is used by other processes", j->path);
	}
	image_check(other);
	if (atomic_load(&other->any) == 0) {
		memcpy(other->suspects, j->image->suspects,
		    sizeof(other->suspects));
		atomic_store(&other->any, 1);
	}
	memcpy(other->marks[run], j->marks, sizeof(other->marks[run]));
	(void)munmap(other, sizeof(*other));
	if (journal_map(j->image, fd) == NULL)
		return err_sys(e, "%s cannot be mapped", j->path);
	for (i = 0; i < JOURNAL_MARKS; i++)
		if (!atomic_load(&j->taken[i]))
			atomic_store(&j->marks[i].seal, 0);
	return 0;
}

int
journal_probe(struct journal *j, struct err *e)
{
	int fd, result = -1;

	if (j == NULL || is_well(j))
		return 0;
	fd = journal_file_open(j->path, e);
	if (fd == -1)
		return -1;
	if (journal_lock_gate(fd) == -1)
		(void)err_sys(e, "%s cannot be locked", j->path);
	else
		result = move_to(j, fd, e);
	journal_unlock_gate(fd);
	if (result == 0 && j->fd != -1)
		(void)close(j->fd);
	if (result == 0) {
		j->fd = fd;
		atomic_store(&j->cut, false);
		atomic_store(&journal_opened_last, j);
	} else {
		(void)close(fd);
	}
	return result;
}

/* Adds text as far as there is room; safe in a signal handler. */
static size_t
add(char *text, size_t size, size_t len, const char *more)
{
	for (; *more != '\0' && len + 1 < size; more++)
		text[len++] = *more;
	return len;
}

size_t
journal_list(const struct journal *j, char *text, size_t size)
{
	size_t len = 0;
	unsigned i;

	if (size == 0)
		return 0;
	for (i = 0; j != NULL && i < JOURNAL_MARKS; i++) {
		if (atomic_load(&j->marks[i].seal) == 0)
			continue;
		if (len > 0)
			len = add(text, size, len, ", ");
		len = add(text, size, len, j->marks[i].id);
	}
	text[len] = '\0';
	return len;
}
