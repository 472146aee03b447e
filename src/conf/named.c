/*
 * Sections with a name of their own: which option of which table a key is,
 * and what is made from all sections once the file has been read.
 */
#include "named_priv.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "globs.h"
#include "mem.h"
#include "needles.h"
#include "text.h"
#include "value_priv.h"

enum { TITLE_SHOWN_MAX = 80 };

/* Sections whose keys a policy takes, in the order of preference. */
static const char *const overlaid[] = {
    "attachments", "scan", "headers", "actions"};

/* The name behind "content " or "policy ", or NULL when it is no such kind. */
static const char *
name_behind(const char *title, const char *kind)
{
	size_t n = strlen(kind);

	if (!text_starts(title, kind) ||
	    (title[n] != ' ' && title[n] != '\t' && title[n] != '\0'))
		return NULL;
	title += n;
	return title + strspn(title, " \t");
}

/* FNV-1a of the title in small letters. */
static uint64_t
hash_of(const char *kind, const char *name)
{
	uint64_t h = 0xcbf29ce484222325;
	const char *parts[] = {kind, name}, *s;
	size_t i;

	for (i = 0; i < 2; i++)
		for (s = parts[i];; s++) {
			h ^= (unsigned char)(*s >= 'A' && *s <= 'Z' ? *s + 32
								    : *s);
			h *= 0x100000001b3;
			if (*s == '\0')
				break;
		}
	return h;
}

/* Whether an array with `n` elements has to grow: at each power of two. */
static bool
is_full(size_t n)
{
	return (n & (n - 1)) == 0;
}

static bool
is_new(struct named *n, const char *kind, const char *name)
{
	uint64_t h = hash_of(kind, name);
	size_t i;

	for (i = 0; i < n->seen_n; i++)
		if (n->seen[i] == h)
			return false;
	if (is_full(n->seen_n))
		n->seen =
		    mem_resize(n->seen, 2 * n->seen_n + 1, sizeof(*n->seen));
	n->seen[n->seen_n++] = h;
	return true;
}

static void
begin_rule(struct named *n, unsigned line, const char *name)
{
	struct config *c = n->config;

	if (is_full(c->content_n))
		c->content = mem_resize(
		    c->content, 2 * c->content_n + 1, sizeof(*c->content));
	n->rule = &c->content[c->content_n++];
	*n->rule =
	    (struct content_rule){.name = mem_strdup(name), .begins = line};
}

static void
begin_policy(struct named *n, unsigned line, const char *name)
{
	struct config *c = n->config;

	if (is_full(c->policies_n))
		c->policies = mem_resize(
		    c->policies, 2 * c->policies_n + 1, sizeof(*c->policies));
	n->policy = &c->policies[c->policies_n++];
	*n->policy = (struct policy){.name = mem_strdup(name), .begins = line};
	n->policy->config = mem_zalloc(1, sizeof(*n->policy->config));
}

bool
named_begin(struct named *n, unsigned line, const char *title)
{
	const char *rule = name_behind(title, "content");
	const char *policy = name_behind(title, "policy");
	const char *kind = rule != NULL ? "content" : "policy";
	const char *name = rule != NULL ? rule : policy;

	n->rule = NULL;
	n->policy = NULL;
	if (name == NULL)
		return false;
	n->last_line = line;
	n->errors = n->complaints->n;
	if (*name == '\0')
		complain(n->complaints, line,
		    "[%s]: has no name; write [%s NAME]", kind, kind);
	else if (!is_new(n, kind, name))
		complain(n->complaints, line,
		    "[%s %s]: there is such a section already; give it "
		    "another name",
		    kind, name);
	else if (rule != NULL)
		begin_rule(n, line, name);
	else
		begin_policy(n, line, name);
	return true;
}

char *
named_title(const struct named *n)
{
	return mem_printf("%s %.*s", n->rule != NULL ? "content" : "policy",
	    TITLE_SHOWN_MAX, n->rule != NULL ? n->rule->name : n->policy->name);
}

static int
find_row(const struct option *rows, size_t count, const char *key)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (text_same(rows[i].key, key))
			return (int)i;
	return -1;
}

/*
 * Some keys are in [actions] and in another section too, such as `phishing`.
 * Which one is meant shows in the value: yes and no are no actions.
 */
static int
find_overlaid(const char *key, const char *value)
{
	struct action ignored;
	int id, found = -1;
	size_t i;

	for (i = 0; i < sizeof(overlaid) / sizeof(overlaid[0]); i++) {
		id = option_find(overlaid[i], key);
		if (id == -1)
			continue;
		if (found == -1 || (option_table[id].type == TYPE_ACTION &&
				       action_parse(value, &ignored) == 0))
			found = id;
	}
	return found;
}

bool
named_find(
    struct named *n, const char *key, const char *value, struct target *t)
{
	int id;

	if (n->rule != NULL) {
		id = find_row(content_table, CONTENT_KEY_COUNT, key);
		if (id == -1)
			return false;
		*t = (struct target){
		    &content_table[id], n->rule, &n->rule->line[id]};
		return true;
	}
	id = find_row(policy_table, POLICY_KEY_COUNT, key);
	if (id != -1) {
		*t = (struct target){
		    &policy_table[id], n->policy, &n->policy->line[id]};
		return true;
	}
	id = find_overlaid(key, value);
	if (id == -1)
		return false;
	*t = (struct target){
	    &option_table[id], n->policy->config, &n->policy->config->line[id]};
	return true;
}

void
named_set_defaults(
    const struct option *rows, size_t count, void *record, const unsigned *line)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (line[i] == 0 && !(rows[i].lo > 0 && rows[i].dflt[0] == 0))
			(void)value_parse(&rows[i], rows[i].dflt, record, NULL);
}

void
named_end(struct named *n)
{
	if (n->rule != NULL)
		named_end_rule(n);
	else if (n->policy != NULL)
		named_end_policy(n);
	n->rule = NULL;
	n->policy = NULL;
}

void
named_finish(struct config *c)
{
	struct content_rule *r;
	char *folded;
	size_t i;

	named_make_names(c, true);
	c->runnable_names = globs_new(
	    option_table[OPTION_attachments_banned_names].dflt, GLOBS_FILES);
	c->needles = needles_new();
	for (i = 0; i < c->content_n; i++) {
		r = &c->content[i];
		if (r->line[CONTENT_KEY_action] != 0)
			r->action = &r->content_action;
		folded = fold_pattern(r->content_match);
		needles_add(c->needles, i, folded);
		free(folded);
	}
	needles_close(c->needles);
	c->engine_pua = c->scan_pua;
	for (i = 0; i < c->policies_n; i++) {
		named_fill_policy(&c->policies[i], c);
		c->engine_pua |= c->policies[i].config->scan_pua;
	}
}

void
named_free(struct config *c)
{
	size_t i;

	for (i = 0; i < c->content_n; i++)
		named_free_rule(&c->content[i]);
	for (i = 0; i < c->policies_n; i++)
		named_free_policy(&c->policies[i]);
	free(c->content);
	free(c->policies);
	needles_free(&c->needles);
	globs_free(&c->banned_names);
	globs_free(&c->allowed_names);
	globs_free(&c->runnable_names);
}
