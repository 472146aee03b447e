/* The list of findings of one message. */
#include "finding.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

void
findings_init(struct findings *f)
{
	*f = (struct findings){0};
}

void
findings_fini(struct findings *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->list[i].name);
		free(f->list[i].where);
		free(f->list[i].spelling);
	}
	free(f->list);
	*f = (struct findings){0};
}

/* Whether `inner` is a place within `outer`, or the same. */
static bool
is_within(const char *inner, const char *outer)
{
	size_t n = strlen(outer);

	return strncmp(inner, outer, n) == 0 &&
	       (inner[n] == '/' || inner[n] == '\0');
}

/*
 * The engine cannot always tell where in a message a thing is; a later look
 * at the part can. The more exact place takes over.
 */
static bool
is_known(struct findings *f, const struct finding *new)
{
	struct finding *old = f->list;
	size_t i;

	for (i = 0; i < f->n; i++, old++) {
		if (old->class != new->class || old->action != new->action ||
		    strcmp(old->name, new->name) != 0)
			continue;
		if (is_within(old->where, new->where))
			return true;
		if (is_within(new->where, old->where)) {
			free(old->where);
			old->where = mem_strdup(new->where);
			return true;
		}
	}
	return false;
}

/* libclamav drops a bit, and keeps letters, digits, dots and underscores. */
static bool
is_spelled(char as, char c)
{
	char low = (char)(c & 0x7f);

	return as == c || (c != '/' && (as == '_' || as == low));
}

/* How many bytes of `place` are `where` in the engine's words, or 0. */
static size_t
spelled_len(const char *place, const char *where)
{
	size_t i;

	for (i = 0; where[i] != '\0'; i++)
		if (place[i] == '\0' || !is_spelled(place[i], where[i]))
			return 0;
	return place[i] == '/' || place[i] == '\0' ? i : 0;
}

/* A part within the one before knows better; another one is a doubt. */
static void
note_spelling(struct finding *finding, const char *where)
{
	const char *before = finding->spelling;

	if (before != NULL && !is_within(where, before)) {
		finding->ambiguous |= !is_within(before, where);
		return;
	}
	free(finding->spelling);
	finding->spelling = mem_strdup(where);
}

void
findings_spell(struct findings *f, size_t n, const char *where)
{
	char text[FINDING_WHERE_MAX];
	size_t i;

	if (n == 0)
		return;
	(void)text_escape(text, sizeof(text), where);
	for (i = 0; i < n; i++)
		if (spelled_len(f->list[i].where, text) > 0)
			note_spelling(&f->list[i], text);
}

static void
drop(struct findings *f, size_t at)
{
	struct finding *gone = &f->list[at];

	free(gone->name);
	free(gone->where);
	free(gone->spelling);
	memmove(gone, gone + 1, (--f->n - at) * sizeof(*gone));
}

/* Whether another finding says the same. */
static bool
is_double(const struct findings *f, size_t at)
{
	const struct finding *one = &f->list[at], *other = f->list;
	size_t i;

	for (i = 0; i < f->n; i++, other++)
		if (i != at && other->class == one->class &&
		    other->action == one->action &&
		    strcmp(other->name, one->name) == 0 &&
		    strcmp(other->where, one->where) == 0)
			return true;
	return false;
}

void
findings_respell(struct findings *f, size_t n)
{
	struct finding *one;
	size_t len;

	while (n-- > 0) {
		one = &f->list[n];
		if (one->spelling == NULL)
			continue;
		len =
		    one->ambiguous ? 0 : spelled_len(one->where, one->spelling);
		memcpy(one->where, one->spelling, len);
		free(one->spelling);
		one->spelling = NULL;
		if (len > 0 && is_double(f, n))
			drop(f, n);
	}
}

/* Adds a finding; its texts are made harmless and copied. */
static void
add(struct findings *f, const struct finding *raw)
{
	char name_text[FINDING_NAME_MAX], where_text[FINDING_WHERE_MAX];
	struct finding new = *raw;

	(void)text_escape(name_text, sizeof(name_text), raw->name);
	(void)text_escape(where_text, sizeof(where_text), raw->where);
	new.name = name_text;
	new.where = where_text;
	new.spelling = NULL; /* that of a copy belongs to the other list */
	new.ambiguous = false;
	if (is_known(f, &new))
		return;
	if (f->n >= FINDINGS_MAX && f->has[new.class] && new.action == NULL) {
		f->dropped++;
		return;
	}
	f->has[new.class] = true;
	f->list = mem_resize(f->list, f->n + 1, sizeof(*f->list));
	new.name = mem_strdup(name_text);
	new.where = mem_strdup(where_text);
	f->list[f->n++] = new;
}

void
findings_add(struct findings *f, enum msg_class class, const char *name,
    const char *where)
{
	add(f, &(struct finding){.class = class,
		   .name = (char *)(uintptr_t)name,
		   .where = (char *)(uintptr_t)where});
}

void
findings_add_rule(struct findings *f, const struct finding *finding)
{
	struct finding raw = *finding;

	raw.by_rule = true;
	add(f, &raw);
}
