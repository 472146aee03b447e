/*
 * Notices: mails that tell people about a message, handed to the server
 * through Submitted/. They come from the null sender, so that nothing is ever
 * answered to them, and carry the loop guard.
 *
 * Nobody is told about worms, nor a sender outside of the local domains, nor
 * the null sender. One address gets one notice in an hour for each class, and
 * all together at most [notices] per_hour.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "err.h"
#include "finding.h"
#include "message.h"
#include "verdict.h"

enum {
	NOTICE_ADDRESSEES_MAX = 100,
	NOTICE_LIMIT_MS = 3600000 /* the hour in which notices are counted */
};

struct notice; /* one message's notices; belongs to one thread at a time */

/* What is told; all of it is copied. */
struct notice_case {
	const struct config *config;
	const struct message *message; /* NULL: it could not be opened */
	const struct findings *findings;
	const struct verdict *verdict;
	const char *quarantine_id; /* empty: it is not in quarantine */
	int64_t now_ms;            /* time of day */
};

/* NULL when nobody is to be told. */
struct notice *notice_new(const struct notice_case *c);

/* Frees and sets the pointer to NULL; NULL is fine. */
void notice_free(struct notice **notice);

/*
 * Who was told what in the last hour; kept in state_dir/notices, so that a
 * restart does not begin to count again. Belongs to one thread.
 */
struct notice_limit;

struct notice_limit *notice_limit_new(void);
void notice_limit_free(struct notice_limit **limit);

/*
 * True when an address may be told about a class now; that is counted then.
 * At most `per_hour` in all.
 */
struct notice_request {
	const char *address;
	enum msg_class class;
	unsigned per_hour;
	int64_t now_ms;
};

bool notice_limit_admit(
    struct notice_limit *limit, const struct notice_request *request);

/* Reads and writes the file. A file that makes no sense is as good as none. */
void notice_limit_load(struct notice_limit *limit, const char *state_dir);
int notice_limit_save(
    struct notice_limit *limit, const char *state_dir, struct err *e);

/* Where notices go. */
struct notice_post {
	const char *folder; /* Submitted/ */
	struct notice_limit *limit;
	int64_t now_ms;
};

/*
 * Writes what was not written yet. Returns how many could not be, with the
 * reason in `e`; then it may be called again. An addressee that the limits
 * leave out counts as done.
 */
size_t notice_send(
    struct notice *notice, const struct notice_post *post, struct err *e);

/* How many were written, and how many the limits left out. */
size_t notice_written(const struct notice *notice);
size_t notice_left_out(const struct notice *notice);

/* The folder that its configuration keeps the state in. */
const char *notice_state_dir(const struct notice *notice);

#endif
