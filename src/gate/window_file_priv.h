/*
 * The files of a state folder: `quota`, the page that everybody maps, and
 * `quota.copy`, which is also what processes lock.
 *
 * The copy is written about once a second and at an orderly end. It holds
 * what the page must at least say, so that an older page that was put back is
 * noticed, and after an orderly end of the last process it is as good as the
 * page itself.
 */
#ifndef WINDOW_FILE_PRIV_H
#define WINDOW_FILE_PRIV_H

#include "window_page_priv.h"

struct files {
	char *folder, *page, *fresh, *copy;
	int copy_fd; /* -1: not open */
};

void files_init(struct files *f, const char *folder);
void files_fini(struct files *f);

/*
 * Makes the folder and the copy where they are missing, and opens the copy
 * again when it was replaced. Sets *made_r when the copy was not there.
 */
int files_open(struct files *f, bool *made_r, struct err *e);

/*
 * Keeps all other processes away from what follows. With `wait` it takes as
 * long as it takes, which is not long; else -1 when another one has it.
 */
int files_lock(const struct files *f, bool wait);
void files_unlock(const struct files *f);

/* True when no other process uses the state; to be asked under the lock. */
bool files_alone(const struct files *f);

/* What stands at the path of the page. */
enum page_state { PAGE_SOUND, PAGE_MISSING, PAGE_UNSOUND };

struct page_file {
	enum page_state state;
	struct page_facts facts; /* with PAGE_SOUND */
	bool own_inode;          /* it is the file that it says it is */
	uint64_t dev, ino;
	struct err why; /* with PAGE_UNSOUND: "is damaged" and the like */
};

void files_read_page(const struct files *f, struct page_file *file_r);

/* Opens the page's file for mapping; -1 with a text. */
int files_open_page(const struct files *f, struct err *e);

/*
 * Makes a new file with these numbers, puts it in the place of whatever is
 * there and completes the head. Returns its descriptor, or -1 with a text.
 */
int files_make_page(const struct files *f, struct page_head *head,
    const struct counts *counts, struct err *e);

/* What the copy says. */
struct page_copy {
	struct page_head head; /* its lineage, start of machine and time */
	struct counts counts;
	uint64_t clean; /* 1: written when the last process ended in order */
};

enum copy_state { COPY_SOUND, COPY_EMPTY, COPY_UNSOUND };

enum copy_state files_read_copy(
    const struct files *f, struct page_copy *copy_r);

/* Writes the copy; failing is of no consequence before the file is lost. */
void files_note(
    const struct files *f, const struct page_facts *facts, bool clean);

#endif
