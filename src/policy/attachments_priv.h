/*
 * The rules of [attachments] on one message: names and types of what is in
 * it. Belongs to one job and one thread.
 */
#ifndef ATTACHMENTS_PRIV_H
#define ATTACHMENTS_PRIV_H

#include "config.h"
#include "finding.h"
#include "part.h"
#include "reading_priv.h"

/* One configuration that the message falls under, and what it bans. */
struct party {
	const struct config *config;
	bool scan;              /* its messages are looked at */
	struct findings banned; /* only by this configuration */
	struct findings heard;  /* the same, at places that are not exact */
};

/* Every part and every file in a container, as they come. */
void attachments_look(const struct part *part, struct readings *readings,
    struct party *parties, size_t n);

/*
 * After the last part: takes into `banned` what was only heard of. The engine
 * tells of files that a reader may have seen at their exact place.
 */
void attachments_settle(struct party *party);

/* Whether any of the rules can ban anything. */
bool attachments_matter(const struct config *config);

#endif
