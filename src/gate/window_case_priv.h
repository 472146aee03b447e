/*
 * What there is to decide on when a window settles on a state file, and the
 * decision for a window that is being opened.
 */
#ifndef WINDOW_CASE_PRIV_H
#define WINDOW_CASE_PRIV_H

#include "window_file_priv.h"

#define CASE_FULL "the limit counts as reached for 60 minutes"

struct window_case {
	const struct moment *now;
	struct page_file page;
	struct page_copy copy;
	enum copy_state copy_state;
	struct page_head head; /* of the new file */
	struct counts counts;  /* for the new file */
	bool moved;            /* another process ended counting in our file */
	bool ended;            /* we did */
	bool adopt;            /* the file at the path is right as it is */
};

/* A name for a lineage that no other has. */
uint64_t case_name(void);

/* True when the head's times can be compared with the case's moment. */
bool case_same_boot(const struct window_case *c, const struct page_head *head);

/*
 * True when the copy knows of a file whose numbers the one of `head` lacks, and
 * which was in use since the machine was started.
 */
bool case_is_ahead(const struct window_case *c, const struct page_head *head);

/*
 * Lets c->head be later than every file of its lineage that the copy knows of:
 * two files of the same generation could not be told apart.
 */
void case_follow_copy(struct window_case *c);

/*
 * Lets the time of c->head go on from that of `before`, which may be NULL:
 * within one start of the machine as before, else with the time of day, and
 * never back. c->counts goes on to that time.
 */
void case_set_time(struct window_case *c, const struct page_head *before);

/* Ends counting in the file at the path; c->page has its last numbers. */
void case_retire(const struct files *files, struct window_case *c);

/* Decides for a window that is being opened; says what is wrong. */
void case_open(
    const struct files *files, struct window_case *c, struct err *said);

#endif
