/*
 * [policy NAME]: whom it is for, and a configuration that is complete: what
 * the policy does not say is that of the whole, and shared with it.
 */
#include <stdlib.h>
#include <string.h>

#include "globs.h"
#include "named_priv.h"
#include "network.h"
#include "value_priv.h"

void
named_end_policy(struct named *n)
{
	struct policy *p = n->policy;
	struct err e;

	if (n->complaints->n > n->errors)
		return;
	named_set_defaults(policy_table, POLICY_KEY_COUNT, p, p->line);
	p->senders = globs_new(p->policy_senders, GLOBS_ADDRESSES);
	p->recipients = globs_new(p->policy_recipients, GLOBS_ADDRESSES);
	p->domains = globs_new(p->policy_domains, GLOBS_ADDRESSES);
	if (networks_new(p->policy_sources, &p->sources, &e) == -1)
		complain(n->complaints, p->line[POLICY_KEY_sources],
		    "[policy %s] sources: %s", p->name, e.text);
}

/* What is made from [attachments], where this configuration says it. */
void
named_make_names(struct config *c, bool all)
{
	if (all || c->line[OPTION_attachments_banned_names] != 0)
		c->banned_names =
		    globs_new(c->attachments_banned_names, GLOBS_FILES);
	if (all || c->line[OPTION_attachments_allowed_names] != 0)
		c->allowed_names =
		    globs_new(c->attachments_allowed_names, GLOBS_FILES);
}

/* Makes the policy's configuration complete. */
void
named_fill_policy(struct policy *p, const struct config *base)
{
	struct config *own = p->config, whole = *base;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		if (own->line[i] != 0)
			value_copy(&option_table[i], own, &whole);
	memcpy(whole.line, own->line, sizeof(whole.line));
	whole.policy = p;
	whole.policies = NULL;
	whole.policies_n = 0;
	*own = whole;
	named_make_names(own, false);
}

void
named_free_policy(struct policy *p)
{
	struct config *c = p->config;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		if (c->line[i] != 0)
			value_fini(&option_table[i], c);
	if (c->line[OPTION_attachments_banned_names] != 0)
		globs_free(&c->banned_names);
	if (c->line[OPTION_attachments_allowed_names] != 0)
		globs_free(&c->allowed_names);
	free(c);
	for (i = 0; i < POLICY_KEY_COUNT; i++)
		value_fini(&policy_table[i], p);
	globs_free(&p->senders);
	globs_free(&p->recipients);
	globs_free(&p->domains);
	networks_free(&p->sources);
	free(p->name);
}
