/*
 * Which policies a message falls under. What is the same for all recipients is
 * compared first, so that the others are compared with the remaining policies
 * only.
 */
#include "choice_priv.h"

#include <stdlib.h>
#include <string.h>

#include "book_priv.h"
#include "fold.h"
#include "globs.h"
#include "mem.h"
#include "network.h"

/* With as many recipients, an address book is worth its making. */
enum { BOOK_FROM = 8 };

struct choice {
	const struct config *config;
	const struct policy **open; /* of policies that the message may have */
	size_t open_n;
	bool *taken; /* by the place in `open`; behind it, no policy */
	struct party *parties;
	size_t n;
};

/* An address as it is compared: folded, and never in < and >. */
static char *
plain_address(struct slice s, struct slice domain)
{
	char *text, *whole, *folded;

	while (s.len > 0 && (*s.data == '<' || *s.data == ' ')) {
		s.data++;
		s.len--;
	}
	while (
	    s.len > 0 && (s.data[s.len - 1] == '>' || s.data[s.len - 1] == ' '))
		s.len--;
	text = mem_strndup(s.data != NULL ? s.data : "", s.len);
	if (s.len > 0 && strchr(text, '@') == NULL && domain.len > 0)
		whole =
		    mem_printf("%s@%.*s", text, (int)domain.len, domain.data);
	else
		whole = mem_strdup(text);
	folded = fold_name(whole);
	free(whole);
	free(text);
	return folded;
}

/* Whether the policy's conditions about the message are met. */
static bool
is_open(const struct policy *p, const struct envelope *e, const char *sender)
{
	bool logged_in = e->account.len > 0;

	if (p->senders != NULL &&
	    (!e->has_sender || globs_find(p->senders, sender) == NULL))
		return false;
	if (p->sources != NULL &&
	    !networks_have(p->sources, e->ip.data, e->ip.len))
		return false;
	return p->policy_authenticated == AUTHENTICATED_ANY ||
	       (p->policy_authenticated == AUTHENTICATED_YES) == logged_in;
}

static bool
asks_for_recipient(const struct policy *p)
{
	return p->recipients != NULL || p->domains != NULL;
}

/*
 * Collects the policies that are open, up to the first that takes everybody:
 * behind it, none has a chance.
 */
static void
collect(struct choice *c, const struct envelope *e)
{
	char *sender = plain_address(e->sender, (struct slice){0});
	const struct policy *p = c->config->policies;
	size_t i;

	c->open = mem_zalloc(
	    c->config->policies_n + 1, sizeof(const struct policy *));
	for (i = 0; i < c->config->policies_n; i++, p++) {
		if (!is_open(p, e, sender))
			continue;
		c->open[c->open_n++] = p;
		if (!asks_for_recipient(p))
			break;
	}
	free(sender);
}

/* The configuration of the policy at a place in `open`. */
static void
take(struct choice *c, size_t i)
{
	const struct policy *p = i < c->open_n ? c->open[i] : NULL;

	if (c->taken[i])
		return;
	c->taken[i] = true;
	c->parties = mem_resize(c->parties, c->n + 1, sizeof(*c->parties));
	c->parties[c->n++] =
	    (struct party){.config = p != NULL ? p->config : c->config,
		.scan = p == NULL || p->policy_scan};
}

/* The first policy for this recipient; NULL: there is no recipient. */
static size_t
find(const struct choice *c, const char *address)
{
	size_t i = 0;

	while (i < c->open_n && !book_policy_is_for(c->open[i], address))
		i++;
	return i;
}

static void
take_all(struct choice *c, const struct envelope *e)
{
	struct book *book = NULL;
	struct slice recipient;
	size_t pos = 0;
	char *address;

	if (e->recipients >= BOOK_FROM)
		book = book_new(c->open, c->open_n);
	while (envelope_next_recipient(e, &pos, &recipient)) {
		address = plain_address(recipient, e->domain);
		take(c,
		    book != NULL ? book_find(book, address) : find(c, address));
		free(address);
	}
	book_free(&book);
}

struct party *
choice_make(
    const struct config *config, const struct envelope *envelope, size_t *n_r)
{
	struct choice c = {.config = config};

	collect(&c, envelope);
	c.taken = mem_zalloc(c.open_n + 1, sizeof(*c.taken));
	/* Often nothing depends on the recipients, and they are many. */
	if (c.open_n > 0 && asks_for_recipient(c.open[0]))
		take_all(&c, envelope);
	if (c.n == 0)
		take(&c, find(&c, NULL));
	free(c.taken);
	free(c.open);
	*n_r = c.n;
	return c.parties;
}
