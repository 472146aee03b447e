/*
 * Findings and configuration make one verdict: the hardest action wins, side
 * actions add up.
 */
#include "verdict.h"

#include <stddef.h>

#include "template.h"
#include "text.h"

enum { REASON_MAX = 1024, QUEUE_ID_SHOWN_MAX = 256 };

static const struct action *
action_of(const struct config *config, const struct finding *f)
{
	return f->action != NULL ? f->action : &config->action[f->class];
}

/* Whether finding `a` decides rather than `b`, which may be NULL. */
static bool
decides(const struct config *config, const struct finding *a,
    const struct finding *b)
{
	enum action_kind ka = action_of(config, a)->kind, kb;

	if (b == NULL)
		return true;
	kb = action_of(config, b)->kind;
	return ka > kb || (ka == kb && a->class < b->class);
}

bool
verdict_counts(const struct config *c, const struct finding *f)
{
	if (f->by_rule)
		return true;
	if (f->class == CLASS_phishing)
		return c->scan_phishing;
	if (f->class == CLASS_pua && text_starts(f->name, "PUA."))
		return c->scan_pua;
	if (!text_starts(f->name, "Heuristics."))
		return true;
	return (f->class != CLASS_macro || c->scan_macros) &&
	       (f->class != CLASS_structured || c->scan_structured) &&
	       (f->class != CLASS_broken || c->scan_broken);
}

void
verdict_add(const struct config *config, const struct findings *findings,
    struct verdict *v)
{
	const struct finding *f;
	const struct action *a;
	size_t i;

	for (i = 0; i < findings->n; i++) {
		f = &findings->list[i];
		if (!verdict_counts(config, f))
			continue;
		a = action_of(config, f);
		/* What is done to clean messages is for them alone. */
		if (v->finding == NULL)
			v->action = (struct action){0};
		if (decides(config, f, v->finding)) {
			v->finding = f;
			v->class = f->class;
			v->action.kind = a->kind;
		}
		v->action.quarantine |= a->quarantine;
		v->action.notify |= a->notify;
	}
}

void
verdict_decide(const struct config *config, const struct findings *findings,
    struct verdict *v)
{
	*v = (struct verdict){
	    .class = CLASS_clean, .action = config->action[CLASS_clean]};
	verdict_add(config, findings, v);
}

bool
verdict_is_stricter(const struct verdict *a, const struct verdict *b)
{
	if (a->action.kind != b->action.kind)
		return a->action.kind > b->action.kind;
	if ((a->finding == NULL) != (b->finding == NULL))
		return a->finding != NULL;
	return !a->unscanned && b->unscanned;
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

static void
fill(const struct verdict *v, const char *text, const char *id, struct buf *out)
{
	const struct finding *f = v->finding;
	struct buf reason;
	struct template_word words[] = {
	    {"reason", ""},
	    {"virus", f != NULL ? f->name : ""},
	    {"name", f != NULL ? f->name : ""},
	    {"class", class_name(v->class)},
	    {"where", f != NULL ? f->where : ""},
	    {"queue_id", id},
	};

	buf_init(&reason, REASON_MAX);
	verdict_reason(v, &reason);
	words[0].value = reason.data;
	template_fill(text, words, sizeof(words) / sizeof(words[0]), out);
	buf_fini(&reason);
}

void
verdict_text(const struct verdict *v, const char *text, const char *queue_id,
    struct buf *out)
{
	char id[QUEUE_ID_SHOWN_MAX];

	(void)text_escape(id, sizeof(id), queue_id != NULL ? queue_id : "");
	fill(v, text, id, out);
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
	if (v->unscanned)
		(void)buf_adds(out, "A policy says not to scan this. ");
	else if (findings->n == 0)
		(void)buf_adds(out, "Nothing was found. ");
	(void)buf_adds(out, outcomes[v->action.kind]);
}
