/*
 * Handing out parts: places, the budget, stopping, and not handing out the
 * same twice once a mail is read in more than one way.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "mime_priv.h"
#include "text.h"

/* A name as one step of a place: no slash, so that steps stay countable. */
static char *
place_of(const struct message *m, const struct part *part)
{
	char *place, *step;

	if (part->name == NULL || *part->name == '\0')
		return mem_printf("%s/%s%u", m->place,
		    part->kind == PART_SALVAGE ? "salvage" : "part", m->parts);
	place = mem_printf("%s/%s", m->place, part->name);
	for (step = place + strlen(m->place) + 1; *step != '\0'; step++)
		if (*step == '/')
			*step = '_';
	return place;
}

static size_t
start_len(const struct part *part)
{
	return part->len < START_LEN ? part->len : START_LEN;
}

/* Notes names; true when one of them is new. */
static bool
remember_names(struct walk *w, const struct part *part)
{
	const char *const *other = part->other_names;
	bool fresh = false;

	if (part->name != NULL)
		fresh = seen_add(
		    w->seen, SEEN_NAME, part->name, strlen(part->name));
	for (; other != NULL && *other != NULL; other++)
		fresh |= seen_add(w->seen, SEEN_NAME, *other, strlen(*other));
	return fresh;
}

static bool
hand_out(struct walk *w, struct message *m, struct part *part)
{
	char *place;

	m->parts++;
	if (w->stopped || !budget_file(w->budget) ||
	    !budget_bytes(w->budget, part->len, part->len)) {
		w->stopped = true;
		return false;
	}
	place = place_of(m, part);
	part->where = place;
	part->depth = m->depth;
	if (!w->sink->leaf(w->sink->arg, part))
		w->stopped = true;
	free(place);
	part->where = NULL;
	return !w->stopped && inline_read(w, m, part);
}

bool
walk_leaf(struct walk *w, struct message *m, struct part *part)
{
	if (part->data == NULL)
		part->data = (const unsigned char *)"";
	if (w->seen != NULL) {
		(void)seen_add(w->seen, SEEN_CONTENT, part->data, part->len);
		(void)seen_add(
		    w->seen, SEEN_START, part->data, start_len(part));
		(void)remember_names(w, part);
	}
	return hand_out(w, m, part);
}

bool
walk_again(struct walk *w, struct message *m, struct part *part)
{
	bool fresh;

	if (part->len == 0)
		return !w->stopped;
	if (w->seen == NULL)
		w->seen = seen_new();
	part->kind = PART_SALVAGE;
	fresh = seen_add(w->seen, SEEN_CONTENT, part->data, part->len);
	fresh |= remember_names(w, part);
	return fresh ? hand_out(w, m, part) : !w->stopped;
}

void
walk_names(struct part *part, struct names *names)
{
	if (names->n > 0)
		part->name = names->list[0];
	if (names->n > 1)
		part->other_names = (const char *const *)names->list + 1;
	if (names->n > 0)
		part->attachment = true;
}

void
walk_fact(
    struct walk *w, enum msg_class class, const char *name, const char *where)
{
	w->sink->fact(w->sink->arg, class, name, where);
}

void
walk_partial(struct walk *w, struct message *m, const char *type)
{
	const char *name = NULL;
	bool *told = NULL;
	char *place;

	if (text_starts(type, "message/partial")) {
		name = "message/partial";
		told = &w->told_partial;
	} else if (text_starts(type, "message/external-body")) {
		name = "message/external-body";
		told = &w->told_external;
	}
	if (name == NULL || *told)
		return;
	*told = true;
	place = mem_printf("%s/part%u", m->place, m->parts + 1);
	walk_fact(w, CLASS_partial, name, place);
	free(place);
}

unsigned char *
walk_room(struct walk *w, struct message *m, size_t size, size_t from)
{
	unsigned char *room = NULL;

	if (size / WALK_RATIO_MAX > from + WALK_RATIO_FREE) {
		walk_fact(w, CLASS_limits, "ratio", m->place);
		return NULL;
	}
	if (size > w->budget->file_max) {
		(void)budget_bytes(w->budget, size, size);
		w->stopped = true;
		return NULL;
	}
	room = malloc(size + 1);
	if (room == NULL)
		walk_fact(w, CLASS_limits, "memory", m->place);
	return room;
}

bool
walk_work(struct walk *w, struct message *m, size_t bytes)
{
	if (!budget_ok(w->budget))
		w->stopped = true;
	if (w->stopped || w->told_work)
		return false;
	w->work += bytes;
	if (w->work <= w->work_max)
		return true;
	w->told_work = true;
	walk_fact(w, CLASS_limits, "salvage", m->place);
	return false;
}
