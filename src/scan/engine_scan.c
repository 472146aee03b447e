/* A scan as a whole: what is known need not be scanned, and some takes two. */
#include "engine_priv.h"
#include "known_priv.h"

static unsigned
way_of(const struct engine_looks *l)
{
	return (unsigned)l->archives | (unsigned)l->macros << 1 |
	       (unsigned)l->broken << 2 | (unsigned)l->structured << 3;
}

/*
 * Where there is a file that is listed as a false alarm, libclamav may have
 * been silent about limits. So it scans again and passes such files over; then
 * nothing but matches is of interest.
 */
static int
scan(struct engine *engine, const struct engine_bytes *bytes,
    const struct engine_looks *looks, struct listener *l, struct err *e)
{
	const struct engine_sink matches = {
	    .arg = l->sink->arg, .match = l->sink->match};
	struct listener again = *l;

	if (engine_scan_once(engine, bytes, looks, l, e) == -1)
		return -1;
	if (!l->met_allowed)
		return 0;
	again.sink = &matches;
	again.passes_over = true;
	if (engine_scan_once(engine, bytes, looks, &again, e) == -1)
		return -1;
	l->told |= again.told;
	return 0;
}

int
engine_scan(struct engine *engine, const struct engine_bytes *bytes,
    const struct engine_looks *looks, const struct engine_sink *sink,
    struct err *e)
{
	const struct known_piece piece = {
	    bytes->data, bytes->len, way_of(looks)};
	struct listener l = {.sink = sink,
	    .place = bytes->place,
	    .silent = {engine->file_size, engine->scan_size, 0},
	    .allowed = engine->allowed};
	struct known_mark mark;

	if (engine->cl == NULL)
		return err_set(e, "there are no virus definitions: %s",
		    engine->info.problem);
	mark = known_mark_of(engine->known, &piece);
	if (bytes->len == 0 || known_has(engine->known, mark))
		return 0;
	if (scan(engine, bytes, looks, &l, e) == -1)
		return -1;
	if (!l.told)
		known_add(engine->known, mark);
	return 0;
}
