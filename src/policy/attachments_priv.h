/*
 * The rules of [attachments] on one message: names and types of what is in
 * it. Belongs to one job and one thread.
 */
#ifndef ATTACHMENTS_PRIV_H
#define ATTACHMENTS_PRIV_H

#include "config.h"
#include "finding.h"
#include "part.h"

/* One configuration that the message falls under, and what it bans. */
struct party {
	const struct config *config;
	bool scan;              /* its messages are looked at */
	struct findings banned; /* only by this configuration */
};

/* Every part and every file in a container, as they come. */
void attachments_look(const struct part *part, struct party *parties, size_t n);

/* Whether any of the rules can ban anything. */
bool attachments_matter(const struct config *config);

#endif
