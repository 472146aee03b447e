/*
 * The [content NAME] rules on one message. Belongs to one job and one thread.
 */
#ifndef CONTENT_PRIV_H
#define CONTENT_PRIV_H

#include <stdbool.h>

#include "config.h"
#include "finding.h"
#include "message.h"
#include "part.h"

enum {
	CONTENT_TEXT_MAX = 4 * 1024 * 1024,  /* bytes of one text */
	CONTENT_TOTAL_MAX = 32 * 1024 * 1024 /* bytes of all of a message */
};

struct content_rules;

/*
 * Prepares to look at a message; NULL when there are no rules. What is found
 * goes to `findings`: each rule once, at the first place. What was too much
 * to be looked at is a finding of class `limits` there.
 */
struct content_rules *content_rules_new(
    const struct config *config, struct findings *findings);
void content_rules_free(struct content_rules **content);

/* Whether texts inside archives matter; false when `c` is NULL. */
bool content_rules_want_members(const struct content_rules *c);

/* Envelope and header. */
void content_rules_on_header(
    struct content_rules *c, const struct message *message);

/* A part, if it is text. */
void content_rules_on_part(struct content_rules *c, const struct part *part);

#endif
