/* The header fields that a delivered message gets. */
#include "headers.h"

#include <stdlib.h>
#include <string.h>

#include "field_out_priv.h"
#include "mem.h"

enum { SCORE_MAX = 10 };

static void
add_field(struct headers *h, const char *name, const char *value)
{
	struct buf field;

	buf_init(&field, FIELD_MAX);
	field_out_add(&field, name, value);
	h->field[h->n++] = mem_strdup(field.data);
	buf_fini(&field);
}

/* "Infected (%s)" with the finding's name; the class's text has one %s. */
static void
add_status(struct headers *h, const char *name, enum msg_class class,
    const char *found)
{
	const char *status = class_status(class);
	const char *hole = strstr(status, "%s");
	struct buf value;

	buf_init(&value, FIELD_MAX);
	if (hole != NULL)
		(void)buf_addf(&value, "%.*s%s%s", (int)(hole - status), status,
		    found, hole + 2);
	else
		(void)buf_adds(&value, status);
	add_field(h, name, value.data);
	buf_fini(&value);
}

/* How much each class weighs for X-Junk-Score, from 0 to SCORE_MAX. */
static unsigned
junk_score(const struct findings *findings)
{
	static const unsigned char weight[CLASS_COUNT] = {
	    [CLASS_infected] = 10,
	    [CLASS_worm] = 10,
	    [CLASS_banned] = 8,
	    [CLASS_phishing] = 8,
	    [CLASS_pua] = 6,
	    [CLASS_content] = 6,
	    [CLASS_ambiguous] = 5,
	    [CLASS_macro] = 4,
	    [CLASS_partial] = 4,
	    [CLASS_broken] = 3,
	    [CLASS_limits] = 2,
	    [CLASS_encrypted] = 2,
	};
	unsigned score = 0;
	size_t c;

	for (c = 0; c < CLASS_COUNT; c++)
		if (findings->has[c] && weight[c] > score)
			score = weight[c];
	return score;
}

static void
add_junk_score(struct headers *h, const struct findings *findings)
{
	unsigned score = junk_score(findings);
	char *value =
	    mem_printf("%u [%.*s]", score * 10, (int)score, "XXXXXXXXXX");

	add_field(h, "X-Junk-Score", value);
	free(value);
}

static void
add_scanned(
    struct headers *h, const char *name, const struct headers_scanner *scanner)
{
	char *value = mem_printf("cgpward %s (ClamAV %s/%s)", scanner->program,
	    scanner->engine,
	    scanner->definitions != NULL ? scanner->definitions : "none");

	add_field(h, name, value);
	free(value);
}

/* Whether finding `i` says more than the first one and those before it. */
static bool
is_news(const struct findings *findings, size_t i, const struct finding *first)
{
	const struct finding *list = findings->list;
	size_t k;

	if (list[i].class == first->class &&
	    strcmp(list[i].name, first->name) == 0)
		return false;
	for (k = 0; k < i; k++)
		if (list[i].class == list[k].class &&
		    strcmp(list[i].name, list[k].name) == 0)
			return false;
	return true;
}

void
headers_build(const struct config *config, const struct verdict *verdict,
    const struct findings *findings, const struct headers_scanner *scanner,
    struct headers *h)
{
	const struct finding *first = verdict->finding;
	size_t i;

	*h = (struct headers){0};
	if (verdict->unscanned)
		return;
	if (verdict->action.kind == ACTION_PASS &&
	    (first != NULL || !config->headers_clean))
		return;
	if (config->headers_status[0] != '\0') {
		add_status(h, config->headers_status, verdict->class,
		    first != NULL ? first->name : "");
		for (i = 0; first != NULL && i < findings->n &&
			    h->n < HEADERS_FINDINGS_MAX;
		     i++)
			if (is_news(findings, i, first))
				add_status(h, config->headers_status,
				    findings->list[i].class,
				    findings->list[i].name);
	}
	if (config->headers_scanned[0] != '\0')
		add_scanned(h, config->headers_scanned, scanner);
	if (config->headers_junk_score)
		add_junk_score(h, findings);
}

void
headers_fini(struct headers *h)
{
	while (h->n > 0)
		free(h->field[--h->n]);
}
