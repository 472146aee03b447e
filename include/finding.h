/*
 * What a scan found. A list of findings belongs to one job and one thread.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "class.h"

enum { FINDING_NAME_MAX = 200, FINDING_WHERE_MAX = 600, FINDINGS_MAX = 64 };

struct finding {
	enum msg_class class;
	char *name;  /* signature, rule or reason; escaped UTF-8 */
	char *where; /* "mail/report.zip/inner.exe"; escaped UTF-8 */

	/* Of a rule that says its own; NULL: that of the class. */
	const struct action *action;
	bool by_rule; /* an administrator's rule found it, not the engine */
	/* While the parts of the mail are read: see findings_spell. */
	char *spelling;
	bool ambiguous;
};

struct findings {
	struct finding *list;
	size_t n;
	size_t dropped;        /* found, but not in the list */
	bool has[CLASS_COUNT]; /* counts dropped ones too */
};

/* A zeroed struct is an empty list too. */
void findings_init(struct findings *f);
void findings_fini(struct findings *f);

/*
 * Adds a finding. Name and place are copied, escaped and cut at the limits
 * above. The same name at the same place, or at a place around it, is one
 * finding, at the more exact place. The first finding of
 * every class always has room; past FINDINGS_MAX others are only counted.
 */
void findings_add(struct findings *f, enum msg_class class, const char *name,
    const char *where);

/*
 * The engine tells places in words of its own: a byte that is no letter or
 * digit has become an underscore, and one above 127 has lost its highest bit.
 * findings_spell is told the place of each part of the mail, and notes how the
 * first `n` findings may be spelled as there; findings_respell spells them so
 * where only one part comes into question.
 */
void findings_spell(struct findings *f, size_t n, const char *where);
void findings_respell(struct findings *f, size_t n);

/*
 * The same for what a rule found. The action may be NULL; it must live as
 * long as the findings. One with an action always has room: there are not
 * more of them than rules.
 */
void findings_add_rule(struct findings *f, const struct finding *finding);

#endif
