/* Handing out parts: places, the budget, and stopping. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "mime_priv.h"

/* A name as one step of a place: no slash, so that steps stay countable. */
static char *
place_of(const struct message *m, const char *name)
{
	char *place, *step;

	if (name == NULL || *name == '\0')
		return mem_printf("%s/part%u", m->place, m->parts);
	place = mem_printf("%s/%s", m->place, name);
	for (step = place + strlen(m->place) + 1; *step != '\0'; step++)
		if (*step == '/')
			*step = '_';
	return place;
}

bool
walk_leaf(struct walk *w, struct message *m, struct part *part)
{
	char *place;

	m->parts++;
	if (w->stopped || !budget_file(w->budget) ||
	    !budget_bytes(w->budget, part->len, part->len)) {
		w->stopped = true;
		return false;
	}
	place = place_of(m, part->name);
	part->where = place;
	part->depth = m->depth;
	if (part->data == NULL)
		part->data = (const unsigned char *)"";
	if (!w->sink->leaf(w->sink->arg, part))
		w->stopped = true;
	free(place);
	return !w->stopped;
}

void
walk_fact(
    struct walk *w, enum msg_class class, const char *name, const char *where)
{
	w->sink->fact(w->sink->arg, class, name, where);
}
