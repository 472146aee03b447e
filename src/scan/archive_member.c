/*
 * One member of an archive: read as far as it is needed, handed out, and
 * walked in its turn where it is an archive itself.
 */
#include "archive_walk_priv.h"

#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "archive_content_priv.h"
#include "archive_embed_priv.h"
#include "archive_name_priv.h"

/* Enough to see the mark of an iso, the one that stands farthest in. */
enum { PEEK = 36 * 1024 };

static struct part
part_of(const struct walk *w, const struct content *c, const char *name,
    const char *where)
{
	return (struct part){
	    .kind = PART_MEMBER,
	    .where = where,
	    .name = name,
	    .data = c->data != NULL ? c->data : (const unsigned char *)"",
	    .len = c->len,
	    .depth = w->depth,
	    .attachment = true,
	};
}

static void
hand_out(struct walk *w, const struct content *c, const char *name,
    const char *where)
{
	const struct part_sink *sink = w->trip->env->sink;
	struct part part = part_of(w, c, name, where);

	if (!sink->leaf(sink->arg, &part))
		w->trip->stopped = true;
}

/* Tells of a member that is not handed out, with what was read of it. */
static void
mention(struct walk *w, const struct content *c, const char *name,
    const char *where)
{
	const struct part_sink *sink = w->trip->env->sink;
	struct part part = part_of(w, c, name, where);

	if (sink->member != NULL)
		sink->member(sink->arg, &part);
}

static void
descend(struct walk *w, const struct content *c, const char *name,
    const char *where)
{
	struct archive_in in = {
	    .data = c->data,
	    .len = c->len,
	    .where = where,
	    .name = name,
	    .depth = w->depth,
	};
	uint64_t taken;

	if (c->len == 0 || !trip_goes_on(w->trip))
		return;
	taken = MIN(c->len, w->trip->room);
	w->trip->room -= taken;
	walk_inside(w->trip, &in);
	w->trip->room += taken;
}

/*
 * Says why a member was not read to its end. False when the archive cannot be
 * read on.
 */
static bool
explain(struct walk *w, enum content_end end, const struct reader_member *m,
    const char *where)
{
	if (end == CONTENT_LIMIT) {
		trip_tell_limit(w->trip, where);
	} else if (end == CONTENT_RATIO) {
		trip_tell(w->trip, CLASS_limits, "ratio", where);
		return reader_seeks(w->reader);
	} else if (end == CONTENT_MEMORY) {
		trip_tell(w->trip, CLASS_limits, "memory", where);
	} else if (end == CONTENT_PART && !m->encrypted &&
		   reader_is_engines(w->reader)) {
		return true;
	} else if (end == CONTENT_PART || end == CONTENT_BAD) {
		if (m->encrypted)
			trip_tell(w->trip, CLASS_encrypted,
			    "encrypted archive member", where);
		else
			trip_tell(w->trip, CLASS_broken,
			    "unreadable archive member", where);
		return end == CONTENT_PART;
	}
	return end == CONTENT_ALL || end == CONTENT_MORE;
}

/* Passing over a member, or over the rest of it, costs nothing. */
static bool
passes_over(const struct walk *w)
{
	return w->start.stream != READER_ARCHIVE || reader_seeks(w->reader);
}

/* Reads what a quiet archive's member needs: its start, or all of it. */
static enum content_end
read_quietly(struct walk *w, struct content_args *args, struct content *c)
{
	enum content_end end;

	args->want = PEEK;
	end = content_read(args, c);
	args->dry = c->len == 0 || !archive_may_start(c->data, c->len);
	args->any_ratio = !args->dry && embed_may_start(c->data, c->len);
	if (end != CONTENT_MORE)
		return end;
	if (args->dry && passes_over(w))
		return CONTENT_ALL;
	args->want = SIZE_MAX;
	c->seen = c->len;
	return content_read(args, c);
}

/* One member; false when the archive cannot be read on. */
static bool
walk_member(struct walk *w, const struct reader_member *m, const char *name,
    const char *where)
{
	struct content_args args = {
	    .reader = w->reader,
	    .budget = w->trip->env->budget,
	    .consumed = reader_consumed(w->reader),
	    .room = w->trip->room,
	    .want = SIZE_MAX,
	};
	struct content c = {0};
	bool more;
	enum content_end end;

	if (w->loud)
		end = content_read(&args, &c);
	else
		end = read_quietly(w, &args, &c);
	if (c.doubtful && end == CONTENT_ALL)
		end = CONTENT_PART;
	if (w->loud && (m->regular || c.len > 0) &&
	    (c.len > 0 || end == CONTENT_ALL))
		hand_out(w, &c, name, where);
	else if (m->regular || c.len > 0)
		mention(w, &c, name, where);
	more = explain(w, end, m, where);
	if (!args.dry && end != CONTENT_RATIO && end != CONTENT_MEMORY)
		descend(w, &c, name, where);
	content_free(&c);
	return more;
}

/* A link's target may be what a sloppy unpacker writes as a file. */
static void
walk_link(
    struct walk *w, const char *target, const char *name, const char *where)
{
	size_t len = strlen(target);
	struct content c = {.len = len};

	if (!budget_bytes(w->trip->env->budget, len, len)) {
		trip_tell_limit(w->trip, where);
		return;
	}
	c.data = malloc(len + 1);
	if (c.data == NULL) {
		trip_tell(w->trip, CLASS_limits, "memory", where);
		return;
	}
	memcpy(c.data, target, len + 1);
	hand_out(w, &c, name, where);
	content_free(&c);
}

static char *
name_of(const struct walk *w, const struct reader_member *m)
{
	if (w->start.stream != READER_ARCHIVE)
		return archive_stream_name(w->in->name);
	if (w->start.lha)
		return archive_latin1_name(m->name);
	return archive_name(m->name);
}

bool
walk_entry(struct walk *w, const struct reader_member *m)
{
	char *name = name_of(w, m);
	char *where = archive_place(w->in->where, name);
	bool more = false;

	if (!budget_file(w->trip->env->budget)) {
		trip_tell_limit(w->trip, where);
	} else if (m->content != NULL && w->loud) {
		walk_link(w, m->content, name, where);
		more = true;
	} else {
		more = walk_member(w, m, name, where);
	}
	free(where);
	free(name);
	return more && trip_goes_on(w->trip);
}
