/*
 * Findings and configuration make one verdict: the hardest action wins, side
 * actions add up.
 */
#include "verdict.h"

#include <stddef.h>

/* Whether finding `a` decides rather than `b`, which may be NULL. */
static bool
decides(const struct config *config, const struct finding *a,
    const struct finding *b)
{
	enum action_kind ka = config->action[a->class].kind, kb;

	if (b == NULL)
		return true;
	kb = config->action[b->class].kind;
	return ka > kb || (ka == kb && a->class < b->class);
}

void
verdict_decide(const struct config *config, const struct findings *findings,
    struct verdict *v)
{
	const struct finding *f;
	const struct action *a;
	size_t i;

	*v = (struct verdict){.class = CLASS_clean};
	if (findings->n == 0)
		v->action = config->action[CLASS_clean];
	for (i = 0; i < findings->n; i++) {
		f = &findings->list[i];
		a = &config->action[f->class];
		if (decides(config, f, v->finding)) {
			v->finding = f;
			v->class = f->class;
			v->action.kind = a->kind;
		}
		v->action.quarantine |= a->quarantine;
		v->action.notify |= a->notify;
	}
}

static const char *const reasons[CLASS_COUNT] = {
    [CLASS_clean] = "The message was not accepted",
    [CLASS_infected] = "The message contains a virus",
    [CLASS_worm] = "The message contains a virus",
    [CLASS_phishing] = "The message looks like phishing",
    [CLASS_macro] = "The message contains a document with macros",
    [CLASS_pua] = "The message contains unwanted software",
    [CLASS_structured] = "The message contains card or identity numbers",
    [CLASS_broken] = "The message contains a broken file",
    [CLASS_encrypted] = "The message contains encrypted content",
    [CLASS_limits] = "The message exceeds a limit",
    [CLASS_ambiguous] = "The structure of the message is ambiguous",
    [CLASS_partial] = "The message is only a part of a message",
    [CLASS_banned] = "The message contains a file that is not allowed",
    [CLASS_content] = "The content of the message is not allowed",
    [CLASS_error] = "The message could not be scanned",
};

void
verdict_reason(const struct verdict *v, struct buf *out)
{
	(void)buf_adds(out, reasons[v->class]);
	if (v->finding != NULL)
		(void)buf_addf(out, ": %s", v->finding->name);
}

static const char *const outcomes[ACTION_COUNT] = {
    [ACTION_PASS] = "The message goes on.",
    [ACTION_TAG] = "The message goes on with headers that say so.",
    [ACTION_DEFER] = "The server keeps the message and tries again later.",
    [ACTION_REJECT] = "The message is refused and its sender told why.",
    [ACTION_DISCARD] = "The message is dropped without a report.",
};

void
verdict_words(
    const struct verdict *v, const struct findings *findings, struct buf *out)
{
	const struct finding *f;
	size_t i;

	for (i = 0; i < findings->n; i++) {
		f = &findings->list[i];
		(void)buf_addf(out, "%s in %s (%s).\n", f->name, f->where,
		    class_name(f->class));
	}
	if (findings->n == 0)
		(void)buf_adds(out, "Nothing was found. ");
	(void)buf_adds(out, outcomes[v->action.kind]);
}
