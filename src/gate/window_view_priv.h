/*
 * One process's view of one state file: the mapping, and what this process
 * has seen in it. Counting works on the mapping alone, without a lock; what
 * was seen is kept so that a file that somebody sets back, damages or takes
 * away can be noticed and made again.
 *
 * A view stays until the window is closed, so that no thread loses it.
 */
#ifndef WINDOW_VIEW_PRIV_H
#define WINDOW_VIEW_PRIV_H

#include "window_page_priv.h"

struct view {
	struct page *page;
	int fd; /* -1: the page is in memory only */
	unsigned salt;
	struct page_head head;
	/* The number of a slot and the sum of the 360 before it. */
	_Atomic uint64_t before;
	/* Values of WORD_NOW and the past words, the highest ever seen. */
	_Atomic uint64_t seen_now;
	_Atomic uint64_t seen_past[SLOTS];
	struct view *older;
};

enum view_result {
	VIEW_DONE,
	VIEW_FULL,
	VIEW_MOVED, /* the file has a successor */
	VIEW_BAD    /* it was damaged, set back or taken away */
};

/*
 * Maps a file; the view owns `fd`. `head` is what the file began with.
 * NULL with a text on failure; `fd` is closed then.
 */
struct view *view_map(int fd, const struct page_head *head, struct err *e);

/* The same in memory only. */
struct view *view_memory(
    const struct page_head *head, const struct counts *counts);

/* Frees a view and all older ones; NULL is fine. */
void view_free(struct view *view);

/* Counts one message at a moment; *used_r is what the window then holds. */
enum view_result view_admit(struct view *view, const struct moment *now,
    uint64_t limit, uint64_t *used_r);

/* True when the mapping still is the file that was mapped. */
bool view_whole(const struct view *view);

/* What the file says now, raised by what was seen. view_whole first. */
void view_read(struct view *view, struct page_facts *facts_r);

/* What was seen, without touching the mapping. */
void view_recall(struct view *view, struct page_facts *facts_r);

/*
 * Writes what was seen back into damaged words and those that were set back.
 * Returns how many there were.
 */
unsigned view_mend(struct view *view);

/*
 * Lets nobody count here any more, for the sake of a successor. False when
 * the word is damaged. *first_r becomes true when this call ended it, and
 * stays as it is when counting had ended; NULL: do not say.
 */
bool view_move(struct view *view, bool *first_r);

/* True when nobody may count here any more. */
bool view_moved(struct view *view);

/* Takes view_move back; only for a view in memory. */
void view_stay(struct view *view);

/* Raises the newest time of day. */
void view_wall(struct view *view, int64_t wall_ms);

/* See window_first. */
bool view_first(
    struct view *view, const struct moment *now, unsigned place, unsigned mark);

#endif
