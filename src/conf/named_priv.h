/*
 * Sections that carry a name of their own: [content NAME], [policy NAME].
 * Used by config.c while it loads, and to free and to show them.
 */
#ifndef NAMED_PRIV_H
#define NAMED_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "complaint_priv.h"
#include "option_priv.h"

/* The section that is being read. */
struct named {
	struct config *config;
	struct complaints *complaints;
	struct content_rule *rule; /* one of them or none is not NULL */
	struct policy *policy;
	uint64_t *seen; /* hashes of kind and name of all sections so far */
	size_t seen_n;
	unsigned last_line; /* of its options */
	size_t errors;      /* complaints when it began */
};

/* Where an option's value goes. */
struct target {
	const struct option *option;
	void *record;
	unsigned *line; /* where it was given */
};

/*
 * Begins a section if its kind is one of these; false when it is another.
 * With an error the section has no record, and its options are ignored.
 */
bool named_begin(struct named *n, unsigned line, const char *name);

/* Finds the option; false when there is no such key in the section. */
bool named_find(struct named *n, const char *key, const char *value,
    struct target *target_r);

/* "content" or "policy" with the name, for complaints; to be freed. */
char *named_title(const struct named *n);

/* Ends the section: what it says is made ready to use. */
void named_end(struct named *n);

/* Behind all sections and defaults: what is made from all of them. */
void named_finish(struct config *config);

void named_free(struct config *config);

/* Writes all named sections as they were given, perhaps with origins. */
void named_list(const struct config *config, bool origins, struct buf *out);

/* Between named.c and the two kinds of section. */
void named_set_defaults(const struct option *rows, size_t count, void *record,
    const unsigned *line);
void named_end_rule(struct named *n);
void named_end_policy(struct named *n);

/* Makes the sets of names, all or those that this configuration says. */
void named_make_names(struct config *config, bool all);

/* Makes the policy's configuration complete. */
void named_fill_policy(struct policy *p, const struct config *base);

void named_free_rule(struct content_rule *r);
void named_free_policy(struct policy *p);

#endif
