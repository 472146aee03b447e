/* The administrator's rules on one message, from policies to the verdict. */
#include "judge.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attachments_priv.h"
#include "choice_priv.h"
#include "content_priv.h"
#include "mem.h"
#include "text.h"

struct judge {
	const struct message *message;
	struct party *parties;
	size_t n;
	struct config *wide; /* for several parties; else NULL */
	const struct config *config;
	struct findings said; /* by content rules: for all parties */
	struct content_rules *content;
	struct part_sink observer;
	struct readings *readings;
	bool names; /* some party has rules about attachments */
};

static bool
on_leaf(void *arg, const struct part *part)
{
	struct judge *j = arg;

	if (j->names)
		attachments_look(part, j->readings, j->parties, j->n);
	if (j->content != NULL)
		content_rules_on_part(j->content, part);
	return true;
}

static void
on_member(void *arg, const struct part *part)
{
	struct judge *j = arg;

	if (j->names)
		attachments_look(part, j->readings, j->parties, j->n);
}

static void
on_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	(void)arg, (void)class, (void)name, (void)where;
}

/* What any of the parties wants to be scanned for. */
static void
choose_config(struct judge *j)
{
	const struct config *c;
	size_t i;

	for (i = 0; i < j->n; i++) {
		if (!j->parties[i].scan)
			continue;
		c = j->parties[i].config;
		j->names |= attachments_matter(c);
		if (j->config == NULL) {
			j->config = c;
			continue;
		}
		if (j->wide == NULL)
			j->wide = config_wide_new(j->config);
		config_wide_add(j->wide, c);
	}
	if (j->wide != NULL)
		j->config = j->wide;
}

struct judge *
judge_new(const struct config *config, const struct message *message)
{
	struct judge *j = mem_zalloc(1, sizeof(*j));

	j->message = message;
	j->parties = choice_make(config, &message->envelope, &j->n);
	choose_config(j);
	j->readings = readings_new();
	if (j->config != NULL)
		j->content = content_rules_new(j->config, &j->said);
	j->observer = (struct part_sink){.arg = j,
	    .leaf = on_leaf,
	    .fact = on_fact,
	    .member = on_member,
	    .wants_all = content_rules_want_members(j->content)};
	return j;
}

void
judge_free(struct judge **judge)
{
	struct judge *j = *judge;
	size_t i;

	if (j == NULL)
		return;
	for (i = 0; i < j->n; i++) {
		findings_fini(&j->parties[i].banned);
		findings_fini(&j->parties[i].heard);
	}
	free(j->parties);
	content_rules_free(&j->content);
	readings_free(&j->readings);
	findings_fini(&j->said);
	config_wide_free(&j->wide);
	free(j);
	*judge = NULL;
}

const struct config *
judge_config(const struct judge *j)
{
	return j->config;
}

const struct part_sink *
judge_observer(const struct judge *j)
{
	return j->config != NULL && (j->names || j->content != NULL)
		   ? &j->observer
		   : NULL;
}

/* The verdict of one party alone. */
static void
decide_for(
    const struct party *p, const struct findings *findings, struct verdict *v)
{
	*v = (struct verdict){.class = CLASS_clean, .unscanned = !p->scan};
	if (!p->scan)
		return;
	verdict_decide(p->config, findings, v);
	verdict_add(p->config, &p->banned, v);
}

static void
add_all(struct findings *to, const struct findings *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		if (from->list[i].by_rule)
			findings_add_rule(to, &from->list[i]);
		else
			findings_add(to, from->list[i].class,
			    from->list[i].name, from->list[i].where);
}

/* Leaves only what counts for the configuration. */
static void
keep_what_counts(struct findings *f, const struct config *config)
{
	struct findings kept = {0};
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (!verdict_counts(config, &f->list[i]))
			continue;
		if (f->list[i].by_rule)
			findings_add_rule(&kept, &f->list[i]);
		else
			findings_add(&kept, f->list[i].class, f->list[i].name,
			    f->list[i].where);
	}
	kept.dropped = f->dropped;
	findings_fini(f);
	*f = kept;
}

void
judge_decide(struct judge *j, struct findings *findings, struct verdict *v,
    const struct config **config_r)
{
	struct verdict one;
	const struct party *winner = NULL;
	bool quarantine = false, notify = false;
	size_t i;

	if (j->content != NULL)
		content_rules_on_header(j->content, j->message);
	add_all(findings, &j->said);
	for (i = 0; i < j->n; i++) {
		attachments_settle(&j->parties[i]);
		decide_for(&j->parties[i], findings, &one);
		quarantine |= one.action.quarantine;
		notify |= one.action.notify;
		if (winner == NULL || verdict_is_stricter(&one, v)) {
			winner = &j->parties[i];
			*v = one;
		}
	}
	assert(winner != NULL); /* there is always at least one party */
	*config_r = winner->config;
	add_all(findings, &winner->banned);
	keep_what_counts(findings, winner->config);
	if (winner->scan)
		verdict_decide(winner->config, findings, v);
	v->action.quarantine = quarantine;
	v->action.notify = notify;
}

void
judge_fallback(const struct judge *j, struct action *action_r,
    const struct config **config_r)
{
	const struct action *a;
	size_t i;

	*action_r = (struct action){.kind = ACTION_PASS};
	*config_r = j->parties[0].config;
	for (i = 0; i < j->n; i++) {
		if (!j->parties[i].scan)
			continue;
		a = &j->parties[i].config->action[CLASS_error];
		action_r->quarantine |= a->quarantine;
		action_r->notify |= a->notify;
		if (a->kind < action_r->kind)
			continue;
		action_r->kind = a->kind;
		*config_r = j->parties[i].config;
	}
}
