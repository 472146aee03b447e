/*
 * The journal: marks of what is in work, each with an owner among the threads
 * of this process, and suspects, which all processes share. A mark is entered
 * and erased by writing its seal; a suspect is erased only if it still has the
 * seal that was seen.
 */
#include "journal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "journal_priv.h"
#include "mem.h"
#include "text.h"

#define HASH_FACTOR 1099511628211ULL

/* Buries the runs that are gone and takes the place of one; the gate is held.
 */
static int
take_place(struct journal *j, int64_t now_s, struct err *e)
{
	unsigned run;

	image_check(j->image);
	for (run = 0; run < JOURNAL_RUNS; run++) {
		if (!journal_lock_run(j->fd, run))
			continue;
		image_bury(j->image, run, now_s, &j->found);
		if (j->marks == NULL)
			j->marks = j->image->marks[run];
		else
			journal_unlock_run(j->fd, run);
	}
	if (j->marks == NULL)
		return err_set(e, "%s is used by %d other processes", j->path,
		    (int)JOURNAL_RUNS);
	return 0;
}

static int
open_file(struct journal *j, int64_t now_s, struct err *e)
{
	int result;

	j->fd = journal_file_open(j->path, e);
	if (j->fd == -1)
		return -1;
	j->image = journal_map(NULL, j->fd);
	if (j->image == NULL)
		return err_sys(e, "%s cannot be mapped", j->path);
	if (journal_lock_gate(j->fd) == -1)
		return err_sys(e, "%s cannot be locked", j->path);
	atomic_store(&journal_opened_last, j);
	result = take_place(j, now_s, e);
	journal_unlock_gate(j->fd);
	return result;
}

static void
close_file(struct journal *j)
{
	if (j->image != NULL)
		(void)munmap(j->image, sizeof(*j->image));
	if (j->fd != -1)
		(void)close(j->fd);
	j->image = NULL;
	j->fd = -1;
}

int
journal_open(const char *state_dir, int64_t now_s, struct journal **journal_r,
    struct err *e)
{
	struct journal *j = mem_zalloc(1, sizeof(*j));
	int result;

	j->path = mem_printf("%s/journal", state_dir);
	turn_init(&j->turn);
	buf_init(&j->found, JOURNAL_FOUND_MAX);
	result = open_file(j, now_s, e);
	if (result == -1) {
		close_file(j);
		j->image = journal_map(NULL, -1);
		j->marks = j->image != NULL ? j->image->marks[0] : NULL;
	}
	*journal_r = j;
	if (j->image == NULL)
		journal_close(journal_r);
	return result;
}

void
journal_clear(struct journal *j)
{
	unsigned i;

	if (j == NULL || j->marks == NULL)
		return;
	for (i = 0; i < JOURNAL_MARKS; i++)
		atomic_store(&j->marks[i].seal, 0);
}

void
journal_close(struct journal **jp)
{
	struct journal *j = *jp;

	if (j == NULL)
		return;
	journal_clear(j);
	if (atomic_load(&journal_opened_last) == j)
		atomic_store(&journal_opened_last, NULL);
	close_file(j);
	turn_fini(&j->turn);
	buf_fini(&j->found);
	free(j->path);
	free(j);
	*jp = NULL;
}

const char *
journal_found(const struct journal *j)
{
	return j != NULL ? j->found.data : "";
}

/* A mark that no thread has; NULL when there are too many threads. */
static struct journal_record *
take_mark(struct journal *j)
{
	unsigned i;

	for (i = 0; i < JOURNAL_MARKS; i++)
		if (!atomic_load_explicit(&j->taken[i], memory_order_relaxed) &&
		    !atomic_exchange(&j->taken[i], true))
			return &j->marks[i];
	return NULL;
}

/* The queue id, which is the base name without ".msg". */
static void
set_id(struct journal_record *mark, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	size_t len = strlen(base);

	if (len > 4 && memcmp(base + len - 4, ".msg", 4) == 0)
		len -= 4;
	memset(mark->id, 0, sizeof(mark->id));
	(void)text_escape_n(mark->id, sizeof(mark->id), base, len);
}

/* Of everything that a crash may depend on beside the message. */
static uint64_t
stamp_of(const struct journal_entry *entry)
{
	static const char program[] = CGPWARD_VERSION;
	uint64_t hash = entry->definitions;
	const char *p;

	for (p = program; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * HASH_FACTOR;
	for (p = entry->engine; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * HASH_FACTOR;
	return hash;
}

static void
enter(struct journal *j, const struct journal_entry *entry,
    struct journal_ticket *t)
{
	t->entered = true;
	t->mark = take_mark(j);
	if (t->mark == NULL)
		return;
	t->mark->file = entry->file;
	t->mark->stamp = stamp_of(entry);
	t->mark->when_s = 0;
	t->mark->ends = 0;
	set_id(t->mark, entry->path);
	atomic_store(&t->mark->opened, 0);
	record_seal(t->mark);
}

enum journal_advice
journal_begin(struct journal *j, const struct journal_entry *entry,
    struct journal_ticket *t)
{
	enum journal_advice advice = JOURNAL_SCAN;
	uint64_t stamp = stamp_of(entry);
	unsigned ends = 0;

	*t = (struct journal_ticket){0};
	if (j == NULL)
		return advice;
	t->suspect = image_find(j->image, &entry->file, &t->seal);
	if (t->suspect != NULL)
		ends = record_ends(t->suspect, stamp, entry->now_s);
	if (ends >= 2)
		advice = ends == 2 && atomic_load(&t->suspect->opened) != 0
			     ? JOURNAL_ONLY_OPEN
			     : JOURNAL_KEEP_OFF;
	if (advice == JOURNAL_KEEP_OFF)
		return advice;
	t->alone = ends > 0;
	turn_begin(&j->turn, t->alone);
	enter(j, entry, t);
	return advice;
}

void
journal_opened(struct journal_ticket *t)
{
	if (t->mark != NULL)
		atomic_store(&t->mark->opened, 1);
}

void
journal_end(struct journal *j, struct journal_ticket *t, bool scanned)
{
	if (!t->entered)
		return;
	if (t->mark != NULL) {
		atomic_store(&t->mark->seal, 0);
		atomic_store(&j->taken[t->mark - j->marks], false);
	}
	if (scanned && t->suspect != NULL)
		(void)atomic_compare_exchange_strong(
		    &t->suspect->seal, &t->seal, 0);
	turn_end(&j->turn, t->alone);
	*t = (struct journal_ticket){0};
}
