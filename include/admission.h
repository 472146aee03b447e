/*
 * Who may go: the license, the quota that it gives, and what the log is told
 * of both. admission_open, _apply, _tick and _close are the main thread's; any
 * thread may call the others.
 */
#ifndef ADMISSION_H
#define ADMISSION_H

#include <stdbool.h>

#include "buf.h"
#include "config.h"
#include "quota.h"

struct admission;

/*
 * Reads the license and opens the quota's state; `key` is the vendor's public
 * key and outlives the object. Never fails: what is wrong is logged, and one
 * message an hour may go.
 */
struct admission *admission_open(
    const struct config *config, const unsigned char *key);
void admission_close(struct admission **a);

/* The configuration was read again: so is the license. */
void admission_apply(struct admission *a, const struct config *config);

/* Several times a second: looks after state, license and reminders. */
void admission_tick(struct admission *a, const struct config *config);

/*
 * Asks for one clean message to go. True: it is counted. False: the limit is
 * reached, and `refusal` gets the sentence that says so.
 */
bool admission_ask(struct admission *a, struct buf *refusal);

/* The same without counting, to look before asking. */
bool admission_has_room(struct admission *a, struct buf *refusal);

/* The numbers of the quota. */
void admission_look(struct admission *a, struct quota_numbers *numbers_r);

#endif
