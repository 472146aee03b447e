/*
 * The rules of [attachments]. What a name and a content are is found out once,
 * and then compared with every configuration that the message falls under.
 * A file is banned once: for its name, or else for its type.
 */
#include "attachments_priv.h"

#include <stdlib.h>
#include <string.h>

#include "filename_priv.h"
#include "filetype_priv.h"
#include "mem.h"

enum { NAMES_MAX = 32 };

/* A file as all parties see it. */
struct look {
	const struct part *part;
	struct readings *readings;
	struct filename names[NAMES_MAX];
	unsigned n;
	unsigned types;
};

bool
attachments_matter(const struct config *c)
{
	return c->banned_names != NULL || c->attachments_banned_types != 0 ||
	       c->attachments_double_extensions ||
	       c->attachments_deceptive_names;
}

static bool
is_for(const struct config *c, const struct part *part)
{
	return part->kind != PART_MEMBER || c->attachments_inside_archives;
}

static void
ban(struct party *party, const struct look *l, const char *rule)
{
	struct findings *to =
	    l->part->depth > 0 ? &party->banned : &party->heard;

	findings_add_rule(to, &(struct finding){.class = CLASS_banned,
				  .name = (char *)(uintptr_t)rule,
				  .where = (char *)(uintptr_t)l->part->where});
}

/* Whether both are the same rule on files of the same name. */
static bool
is_same(const struct finding *a, const struct finding *b)
{
	const char *name = strrchr(a->where, '/');
	const char *other = strrchr(b->where, '/');

	return strcmp(a->name, b->name) == 0 && name != NULL && other != NULL &&
	       strcmp(name, other) == 0;
}

void
attachments_settle(struct party *party)
{
	const struct finding *heard;
	size_t i, k;

	for (i = 0; i < party->heard.n; i++) {
		heard = &party->heard.list[i];
		for (k = 0; k < party->banned.n; k++)
			if (is_same(heard, &party->banned.list[k]))
				break;
		if (k == party->banned.n)
			findings_add_rule(&party->banned, heard);
	}
	findings_fini(&party->heard);
}

/* Blanks or dots behind an extension hide it only where it matters. */
static const char *
deceives(const struct config *c, const struct filename *f)
{
	if (f->deceptive != NULL)
		return f->deceptive;
	if (f->tail && globs_find(c->runnable_names, f->form[0]) != NULL)
		return "hidden by blanks";
	return NULL;
}

/*
 * The rule that bans one form of the name, or NULL. `allowed` counts the forms
 * for which there is an exception.
 */
static char *
rule_on_form(const struct config *c, const struct filename *f, unsigned i)
{
	const char *form = f->form[i], *rule;

	if ((rule = globs_find(c->banned_names, form)) != NULL)
		return mem_strdup(rule);
	if (c->attachments_double_extensions &&
	    filename_is_double(form, c->runnable_names))
		return mem_strdup("double extension");
	if (i == 0 && c->attachments_deceptive_names &&
	    (rule = deceives(c, f)) != NULL)
		return mem_printf("deceptive name: %s", rule);
	return NULL;
}

/* The item of a list that one reading of the name matches, or NULL. */
static const char *
find_reading(const struct globs *globs, const struct filename *f)
{
	const char *item = NULL;
	unsigned i;

	for (i = 0; i < f->readings && item == NULL; i++)
		item = globs_find(globs, f->reading[i]);
	return item;
}

/*
 * The rule that bans the name, or NULL. *open counts what of it there is no
 * exception for.
 */
static char *
rule_on_name(const struct config *c, const struct filename *f, unsigned *open)
{
	const unsigned before = *open;
	const char *item;
	char *rule = NULL;
	unsigned i;

	if (find_reading(c->allowed_names, f) != NULL)
		return NULL;
	for (i = 0; i < f->n && rule == NULL; i++) {
		if (globs_find(c->allowed_names, f->form[i]) != NULL)
			continue;
		(*open)++;
		rule = rule_on_form(c, f, i);
	}
	if (rule == NULL && *open > before &&
	    (item = find_reading(c->banned_names, f)) != NULL)
		rule = mem_strdup(item);
	return rule;
}

/*
 * The rule that bans one of the names, or NULL. *allowed_r: there are names,
 * and an exception for each of them.
 */
static char *
rule_on_names(const struct config *c, const struct look *l, bool *allowed_r)
{
	unsigned i, open = 0;
	char *rule = NULL;

	for (i = 0; i < l->n && rule == NULL; i++)
		rule = rule_on_name(c, &l->names[i], &open);
	*allowed_r = l->n > 0 && open == 0;
	return rule;
}

static const char *
first_type(unsigned types)
{
	int i = 0;

	while ((types & 1U << i) == 0)
		i++;
	return filetype_name((enum file_type)i);
}

static void
judge(struct party *party, const struct look *l)
{
	const struct config *c = party->config;
	unsigned types = l->types & c->attachments_banned_types;
	bool allowed;
	char *rule;

	if (!party->scan || !is_for(c, l->part))
		return;
	rule = rule_on_names(c, l, &allowed);
	if (rule == NULL && types != 0 && !allowed)
		rule = mem_printf("type %s", first_type(types));
	if (rule != NULL)
		ban(party, l, rule);
	free(rule);
}

static void
add_name(struct look *l, const char *name)
{
	size_t len = strlen(name);

	/* A folder in an archive is no file. */
	if (l->n == NAMES_MAX ||
	    (l->part->kind == PART_MEMBER && len > 0 && name[len - 1] == '/'))
		return;
	filename_read(name, l->readings, &l->names[l->n]);
	if (l->names[l->n].n > 0)
		l->n++;
}

static unsigned
wanted_types(const struct party *parties, size_t n)
{
	unsigned types = 0;
	size_t i;

	for (i = 0; i < n; i++)
		types |= parties[i].config->attachments_banned_types;
	return types;
}

void
attachments_look(const struct part *part, struct readings *readings,
    struct party *parties, size_t n)
{
	struct look l = {.part = part, .readings = readings};
	const char *const *other = part->other_names;
	size_t i;

	if (part->name != NULL)
		add_name(&l, part->name);
	for (; other != NULL && *other != NULL; other++)
		add_name(&l, *other);
	if (part->len > 0)
		l.types = filetype_of(
		    part->data, part->len, wanted_types(parties, n));
	for (i = 0; i < n && (l.n > 0 || l.types != 0); i++)
		judge(&parties[i], &l);
	while (l.n > 0)
		filename_fini(&l.names[--l.n]);
}
