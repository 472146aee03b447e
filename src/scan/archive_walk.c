/*
 * The walk through archives. Its one idea: an archive of ours is loud, every
 * member goes to the sink; one that the engine opens is quiet, its members
 * are looked at by their first bytes only, and read as a whole where they may
 * be, or hold, an archive of ours. Both nest in each other.
 *
 * A quiet walk is cheap where members can be passed over: in a zip, tar, cpio
 * or iso. A compressed tar and a cab are unpacked once more.
 */
#include "archive_walk.h"

#include <stdlib.h>

#include "archive_embed_priv.h"
#include "archive_iso_priv.h"
#include "archive_name_priv.h"
#include "archive_prefix_priv.h"
#include "archive_reader_priv.h"
#include "archive_walk_priv.h"

void
trip_tell(
    struct trip *t, enum msg_class class, const char *name, const char *where)
{
	const struct part_sink *sink = t->env->sink;

	sink->fact(sink->arg, class, name, where);
}

void
trip_tell_limit(struct trip *t, const char *where)
{
	const char *limit = t->env->budget->exceeded;

	if (limit == NULL || t->told)
		return;
	trip_tell(t, CLASS_limits, limit, where);
	t->told = true;
}

bool
trip_goes_on(const struct trip *t)
{
	return !t->stopped && t->env->budget->exceeded == NULL;
}

static bool
go_on(void *arg)
{
	const struct walk *w = arg;

	return budget_ok(w->trip->env->budget);
}

static const char *
password(void *arg)
{
	struct walk *w = arg;

	w->keys.member = w->index;
	return keys_next(&w->keys);
}

/* The list of members ended before its end. */
static void
tell_unlisted(struct walk *w)
{
	struct trip *t = w->trip;

	if (!budget_ok(t->env->budget))
		trip_tell_limit(t, w->in->where);
	else if (reader_encrypted(w->reader))
		trip_tell(
		    t, CLASS_encrypted, "encrypted archive", w->in->where);
	else if (w->index > 0 || !w->start.weak)
		trip_tell(t, CLASS_broken, "unreadable archive", w->in->where);
}

/* The most bytes that something of this kind takes to hold nothing. */
static size_t
empty_max(enum reader_kind kind)
{
	if (kind == READER_ARCHIVE)
		return 32; /* a 7z */
	if (kind == READER_LZIP)
		return 36;
	return kind == READER_LZMA ? 23 : 15;
}

/*
 * Something of some size with nothing in it: the later volumes of a RAR are
 * read so, damaged streams, and archives made to be read so.
 */
static bool
is_strangely_empty(const struct walk *w)
{
	return w->index == 0 && w->start.kind == ARCHIVE_OURS &&
	       w->len > empty_max(w->start.stream);
}

static void
walk_members(struct walk *w)
{
	struct reader_member m;
	enum reader_step step;

	for (;; w->index++) {
		step = reader_next(w->reader, &m);
		if (step != READER_OK)
			break;
		if (!walk_entry(w, &m) || w->start.stream != READER_ARCHIVE)
			return;
	}
	if (step == READER_BAD || is_strangely_empty(w))
		tell_unlisted(w);
}

static void
open_and_walk(struct walk *w)
{
	struct reader_args args = {
	    .data = w->data,
	    .len = w->len,
	    .kind = w->start.stream,
	    .latin1_names = w->start.lha,
	    .arg = w,
	    .go_on = go_on,
	    .password = password,
	};
	struct trip *t = w->trip;

	if (prefix_is_volume(w->data, w->len))
		trip_tell(
		    t, CLASS_broken, "one volume of several", w->in->where);
	w->reader = reader_open(&args);
	if (w->reader != NULL)
		walk_members(w);
	else if (!budget_ok(t->env->budget))
		trip_tell_limit(t, w->in->where);
	else if (!w->start.weak)
		trip_tell(t, CLASS_broken, "unreadable archive", w->in->where);
	reader_close(&w->reader);
}

/* A file of an iso, for the sink. */
static void
show_file(struct walk *w, const struct archive_in *in)
{
	const struct part_sink *sink = w->trip->env->sink;
	struct part part = {
	    .kind = PART_MEMBER,
	    .where = in->where,
	    .name = in->name,
	    .data = in->len > 0 ? in->data : (const unsigned char *)"",
	    .len = in->len,
	    .depth = in->depth,
	    .attachment = true,
	};

	if (!w->loud && sink->member != NULL)
		sink->member(sink->arg, &part);
	if (w->loud && !sink->leaf(sink->arg, &part))
		w->trip->stopped = true;
}

/* Files of an iso lie in it as they are: nothing has to be read. */
static void
walk_iso(struct walk *w)
{
	struct iso iso;
	struct iso_file f;
	struct archive_in in;
	char *name, *where;
	bool more = true;

	if (iso_init(&iso, w->data, w->len) == -1) {
		trip_tell(w->trip, CLASS_limits, "memory", w->in->where);
		return;
	}
	while (more && iso_next(&iso, &f)) {
		name = archive_name(f.name);
		where = archive_place(w->in->where, name);
		in = (struct archive_in){f.data, f.len, where, name, w->depth};
		if (!budget_file(w->trip->env->budget))
			trip_tell_limit(w->trip, where);
		else if (f.cut)
			trip_tell(w->trip, CLASS_broken,
			    "unreadable archive member", where);
		show_file(w, &in);
		if (f.len > 0 && trip_goes_on(w->trip))
			walk_inside(w->trip, &in);
		more = trip_goes_on(w->trip);
		free(where);
		free(name);
	}
	iso_fini(&iso);
	if (more && iso.lost)
		trip_tell(
		    w->trip, CLASS_broken, "unreadable archive", w->in->where);
}

void
walk_inside(struct trip *t, const struct archive_in *in)
{
	struct walk w = {.trip = t, .in = in, .depth = in->depth + 1};

	embed_walk(t, in);
	if (!trip_goes_on(t))
		return;
	w.start = archive_find(in->data, in->len);
	w.data = in->data + w.start.at;
	w.len = in->len - w.start.at;
	w.loud = w.start.kind == ARCHIVE_OURS || t->env->all;
	w.keys.data = w.data;
	w.keys.len = w.len;
	w.keys.env = t->env;
	if (w.start.kind == ARCHIVE_NONE)
		return;
	if (w.start.kind == ARCHIVE_CLOSED)
		trip_tell(t, CLASS_limits, "unsupported archive", in->where);
	else if (!budget_depth(t->env->budget, in->depth))
		trip_tell_limit(t, in->where);
	else if (w.start.iso)
		walk_iso(&w);
	else
		open_and_walk(&w);
}

bool
archive_walk(const struct archive_in *in, const struct archive_env *env)
{
	struct trip t = {.env = env, .told = env->budget->exceeded != NULL};

	t.room = in->len > ARCHIVE_RATIO_FREE ? in->len : ARCHIVE_RATIO_FREE;
	t.room *= ARCHIVE_RATIO_MAX;
	if (!t.told)
		walk_inside(&t, in);
	return trip_goes_on(&t);
}
