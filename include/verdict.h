/*
 * What becomes of a message: findings and configuration make one verdict.
 * Pure functions; any thread may call.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "buf.h"
#include "class.h"
#include "config.h"
#include "finding.h"

struct verdict {
	struct action action;          /* the hardest; side actions added up */
	enum msg_class class;          /* of the finding that decided */
	const struct finding *finding; /* that one; NULL: nothing was found */
	bool unscanned; /* a policy wants it so: nobody has looked */
};

/*
 * Decides. The findings must live as long as the verdict. Of findings with
 * equally hard actions, the first in the order of classes.def decides.
 */
void verdict_decide(const struct config *config,
    const struct findings *findings, struct verdict *verdict_r);

/* Takes further findings into a verdict of the same configuration. */
void verdict_add(const struct config *config, const struct findings *findings,
    struct verdict *verdict);

/* Whether a finding counts: [scan] may not be looking for its kind. */
bool verdict_counts(const struct config *config, const struct finding *finding);

/*
 * Whether `a` has the harder action. With equal ones a verdict with a finding
 * is stricter than one without, and any scan than none.
 */
bool verdict_is_stricter(const struct verdict *a, const struct verdict *b);

/*
 * The reason in one sentence for the sender of a rejected message or for the
 * server's log of a deferred one: names the class and what was found.
 */
void verdict_reason(const struct verdict *verdict, struct buf *out);

/*
 * Fills a text of [texts]. `queue_id` may hold any bytes, or be NULL; what is
 * added is UTF-8 without control characters.
 */
void verdict_text(const struct verdict *verdict, const char *text,
    const char *queue_id, struct buf *out);

/* What happened, in words for a person at a terminal; a line a finding. */
void verdict_words(const struct verdict *verdict,
    const struct findings *findings, struct buf *out);

#endif
