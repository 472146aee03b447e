/*
 * The walk through archives. Its one idea: an archive of ours is loud, every
 * member goes to the sink; one that the engine opens is quiet, its members
 * are looked at by their first bytes only, and read as a whole where they may
 * be, or hold, an archive of ours. Both nest in each other.
 *
 * What a quiet walk costs, measured on archives of ordinary files: see
 * bench_archive in scripts/make-archives. A zip, tar, cpio or iso is passed
 * over by seeking; a compressed tar and a cab have to be unpacked once more.
 */
#include "archive_walk.h"

#include <stdlib.h>
#include <string.h>

#include "archive_content_priv.h"
#include "archive_name_priv.h"
#include "archive_reader_priv.h"
#include "archive_sniff_priv.h"
#include "archive_unlock_priv.h"

/* Enough to see the mark of an iso, the one that stands farthest in. */
enum { PEEK = 36 * 1024 };

/* What all archives of one call share. */
struct trip {
	const struct archive_env *env;
	bool stopped; /* the sink wants no more */
	bool told;    /* the exceeded limit was */
};

/* One archive. */
struct walk {
	struct trip *trip;
	const struct archive_in *in;
	const unsigned char *data; /* from where the archive starts */
	size_t len;
	struct archive_start start;
	struct reader *reader;
	bool loud;
	unsigned depth;     /* of its members */
	uint64_t index;     /* of the member, from 0 */
	size_t given;       /* passwords that worked and that the reader has */
	bool tried_all;     /* the smallest member did not open */
	uint64_t tried_one; /* index + 1 of the member tried by itself */
};

static void walk_archive(struct trip *t, const struct archive_in *in);

static void
tell(struct trip *t, enum msg_class class, const char *name, const char *where)
{
	const struct part_sink *sink = t->env->sink;

	sink->fact(sink->arg, class, name, where);
}

/* Tells which limit was exceeded, the first time. */
static void
tell_limit(struct trip *t, const char *where)
{
	const char *limit = t->env->budget->exceeded;

	if (limit != NULL && !t->told)
		tell(t, CLASS_limits, limit, where);
	t->told = true;
}

static bool
may_go_on(const struct trip *t)
{
	return !t->stopped && t->env->budget->exceeded == NULL;
}

static bool
go_on(void *arg)
{
	const struct walk *w = arg;

	return budget_ok(w->trip->env->budget);
}

/* First the smallest member of the archive, then the one that is locked. */
static bool
unlock(struct walk *w)
{
	struct unlock u = {
	    .data = w->data,
	    .len = w->len,
	    .budget = w->trip->env->budget,
	    .passwords = w->trip->env->passwords,
	    .member = w->index,
	};

	if (passwords_worked(u.passwords) == 0 && !w->tried_all) {
		w->tried_all = true;
		u.smallest = true;
		if (unlock_try(&u))
			return true;
		u.smallest = false;
	}
	if (w->tried_one == w->index + 1)
		return false;
	w->tried_one = w->index + 1;
	return unlock_try(&u);
}

/* Asked by the reader at a locked member until it opens or NULL comes. */
static const char *
password(void *arg)
{
	struct walk *w = arg;
	struct passwords *p = w->trip->env->passwords;

	if (p == NULL || (w->given >= passwords_worked(p) && !unlock(w)))
		return NULL;
	return passwords_get(p, w->given++);
}

static void
hand_out(struct walk *w, const struct content *c, const char *name,
    const char *where)
{
	const struct part_sink *sink = w->trip->env->sink;
	struct part part = {
	    .kind = PART_MEMBER,
	    .where = where,
	    .name = name,
	    .data = c->data != NULL ? c->data : (const unsigned char *)"",
	    .len = c->len,
	    .depth = w->depth,
	    .attachment = true,
	};

	if (!sink->leaf(sink->arg, &part))
		w->trip->stopped = true;
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

	if (c->len > 0 && may_go_on(w->trip))
		walk_archive(w->trip, &in);
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
		tell_limit(w->trip, where);
	} else if (end == CONTENT_RATIO) {
		tell(w->trip, CLASS_limits, "ratio", where);
		return reader_seeks(w->reader);
	} else if (end == CONTENT_MEMORY) {
		tell(w->trip, CLASS_limits, "memory", where);
	} else if (end == CONTENT_PART || end == CONTENT_BAD) {
		if (m->encrypted)
			tell(w->trip, CLASS_encrypted,
			    "encrypted archive member", where);
		else
			tell(w->trip, CLASS_broken, "unreadable archive member",
			    where);
		return end == CONTENT_PART;
	}
	return end == CONTENT_ALL || end == CONTENT_MORE;
}

/* Reads what a quiet archive's member needs: its start, or all of it. */
static enum content_end
read_quietly(struct content_args *args, struct content *c, bool *wanted_r)
{
	enum content_end end;

	args->want = PEEK;
	end = content_read(args, c);
	*wanted_r = c->len > 0 && archive_may_start(c->data, c->len);
	if (end != CONTENT_MORE)
		return end;
	if (!*wanted_r &&
	    (reader_seeks(args->reader) || reader_is_raw(args->reader)))
		return CONTENT_ALL;
	args->want = SIZE_MAX;
	args->dry = !*wanted_r;
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
	    .want = SIZE_MAX,
	};
	struct content c = {0};
	bool wanted = true, more;
	enum content_end end;

	if (w->loud)
		end = content_read(&args, &c);
	else
		end = read_quietly(&args, &c, &wanted);
	if (c.doubtful && end == CONTENT_ALL)
		end = CONTENT_PART;
	if (w->loud && (m->regular || c.len > 0) &&
	    (c.len > 0 || end == CONTENT_ALL))
		hand_out(w, &c, name, where);
	more = explain(w, end, m, where);
	if (wanted)
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
		tell_limit(w->trip, where);
		return;
	}
	c.data = malloc(len + 1);
	if (c.data == NULL) {
		tell(w->trip, CLASS_limits, "memory", where);
		return;
	}
	memcpy(c.data, target, len + 1);
	hand_out(w, &c, name, where);
	content_free(&c);
}

static char *
name_of(const struct walk *w, const struct reader_member *m)
{
	if (reader_is_raw(w->reader))
		return archive_stream_name(w->in->name);
	return archive_name(m->name);
}

static bool
walk_entry(struct walk *w, const struct reader_member *m)
{
	char *name = name_of(w, m);
	char *where = archive_place(w->in->where, name);
	bool more = false;

	if (!budget_file(w->trip->env->budget)) {
		tell_limit(w->trip, where);
	} else if (m->content != NULL && w->loud) {
		walk_link(w, m->content, name, where);
		more = true;
	} else {
		more = walk_member(w, m, name, where);
	}
	free(where);
	free(name);
	return more && may_go_on(w->trip);
}

/*
 * Known once the first member is: filters around an archive are containers
 * too, and one of ours among them makes what is inside ours.
 */
static bool
take_measure(struct walk *w)
{
	unsigned containers = reader_filters(w->reader);

	if (!reader_is_raw(w->reader))
		containers++;
	w->loud |= reader_our_filter(w->reader);
	w->depth = w->in->depth + containers;
	return budget_depth(w->trip->env->budget, w->depth - 1);
}

/* The list of members ended before its end. */
static void
tell_unlisted(struct walk *w)
{
	struct trip *t = w->trip;

	if (!budget_ok(t->env->budget))
		tell_limit(t, w->in->where);
	else if (reader_encrypted(w->reader))
		tell(t, CLASS_encrypted, "encrypted archive", w->in->where);
	else if (w->index > 0 || !w->start.weak)
		tell(t, CLASS_broken, "unreadable archive", w->in->where);
}

static void
walk_members(struct walk *w)
{
	struct reader_member m;
	enum reader_step step;

	for (;; w->index++) {
		step = reader_next(w->reader, &m);
		if (step == READER_END)
			return;
		if (step != READER_OK) {
			tell_unlisted(w);
			return;
		}
		if (w->index == 0 && !take_measure(w)) {
			tell_limit(w->trip, w->in->where);
			return;
		}
		if (!walk_entry(w, &m))
			return;
	}
}

static void
open_and_walk(struct walk *w)
{
	struct reader_args args = {
	    .data = w->data,
	    .len = w->len,
	    .stream = w->start.stream,
	    .arg = w,
	    .go_on = go_on,
	    .password = password,
	};
	struct trip *t = w->trip;
	bool too_deep;

	w->reader = reader_open(&args, &too_deep);
	if (w->reader != NULL)
		walk_members(w);
	else if (!budget_ok(t->env->budget))
		tell_limit(t, w->in->where);
	else if (too_deep)
		tell(t, CLASS_limits, "depth", w->in->where);
	else if (!w->start.weak)
		tell(t, CLASS_broken, "unreadable archive", w->in->where);
	reader_close(&w->reader);
}

static void
walk_archive(struct trip *t, const struct archive_in *in)
{
	struct walk w = {.trip = t, .in = in};

	w.start = archive_find(in->data, in->len);
	w.data = in->data + w.start.at;
	w.len = in->len - w.start.at;
	w.loud = w.start.kind == ARCHIVE_OURS;
	if (w.start.kind == ARCHIVE_NONE)
		return;
	if (w.start.kind == ARCHIVE_CLOSED)
		tell(t, CLASS_limits, "unsupported archive", in->where);
	else if (!budget_depth(t->env->budget, in->depth))
		tell_limit(t, in->where);
	else
		open_and_walk(&w);
}

bool
archive_walk(const struct archive_in *in, const struct archive_env *env)
{
	struct trip t = {.env = env, .told = env->budget->exceeded != NULL};

	if (!t.told)
		walk_archive(&t, in);
	return may_go_on(&t);
}
