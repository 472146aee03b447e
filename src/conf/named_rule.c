/* [content NAME]: where to look, the pattern, and what it makes of a mail. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "named_priv.h"
#include "pattern.h"
#include "text.h"
#include "value_priv.h"

/* RFC 5322, 3.6.8; a star would be a glob. */
static bool
is_field_name(const char *s)
{
	const char *start = s;

	while (*s > ' ' && *s < 0x7f && strchr(":*?", *s) == NULL)
		s++;
	return s > start && *s == '\0';
}

/* One word of `where`; -1 when it is none. */
static int
take_place(struct content_rule *r, const char *word, size_t len)
{
	static const struct {
		const char *word;
		unsigned places;
	} places[] = {{"subject", CONTENT_SUBJECT}, {"from", CONTENT_FROM},
	    {"to", CONTENT_TO}, {"body", CONTENT_BODY},
	    {"attachment", CONTENT_ATTACHMENT}, {"any", CONTENT_ANY}};
	char *own = mem_strndup(word, len), *more;
	size_t i;
	int rc = -1;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (text_same(own, places[i].word)) {
			r->places |= places[i].places;
			rc = 0;
		}
	if (text_starts(own, "header:") && is_field_name(own + 7)) {
		r->places |= CONTENT_HEADER;
		more = mem_printf("%s%s%s", r->fields != NULL ? r->fields : "",
		    r->fields != NULL ? ", " : "", own + 7);
		free(r->fields);
		r->fields = more;
		rc = 0;
	}
	free(own);
	return rc;
}

static void
take_places(struct named *n)
{
	struct content_rule *r = n->rule;
	const char *s = r->content_where;
	size_t len;

	for (; *s != '\0'; s += len + strspn(s + len, ", ")) {
		len = strcspn(s, ",");
		if (take_place(r, s, len) == -1)
			complain(n->complaints, n->last_line,
			    "[content %s] where: \"%.*s\" is not one of: "
			    "subject from to header:NAME body attachment any",
			    r->name, (int)len, s);
	}
}

/* The class of a word of the table; every word is a class's name. */
static enum msg_class
class_at(int place)
{
	const char *words = content_table[CONTENT_KEY_class].words;
	int c, i;
	size_t len;

	for (i = 0; i < place; i++)
		words = strchr(words, ' ') + 1;
	len = strcspn(words, " ");
	for (c = 0; c < CLASS_COUNT; c++)
		if (strlen(class_name((enum msg_class)c)) == len &&
		    strncmp(class_name((enum msg_class)c), words, len) == 0)
			return (enum msg_class)c;
	return CLASS_content;
}

void
named_end_rule(struct named *n)
{
	struct content_rule *r = n->rule;
	struct err e;

	if (r->line[CONTENT_KEY_match] == 0) {
		complain(n->complaints, n->last_line,
		    "[content %s]: has no match; add one", r->name);
		return;
	}
	if (n->complaints->n > n->errors)
		return;
	named_set_defaults(content_table, CONTENT_KEY_COUNT, r, r->line);
	take_places(n);
	r->class = class_at(r->content_class);
	if (pattern_new(r->content_match, r->content_case, &r->pattern, &e) ==
	    -1)
		complain(n->complaints, r->line[CONTENT_KEY_match],
		    "[content %s] match: %s", r->name, e.text);
}

void
named_free_rule(struct content_rule *r)
{
	size_t i;

	for (i = 0; i < CONTENT_KEY_COUNT; i++)
		value_fini(&content_table[i], r);
	pattern_free(&r->pattern);
	free(r->fields);
	free(r->name);
}
