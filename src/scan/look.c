/*
 * The second look. An archive that is locked is left for a second pass: only
 * when all texts have been read are the words known that may open it.
 */
#include "look_priv.h"

#include <string.h>

#include "archive_walk.h"
#include "clock.h"
#include "mime.h"
#include "text.h"

/* Whether the engine has looked at this part already. */
static bool
is_known(const struct look *l, const struct part *part)
{
	bool shown = part->kind == PART_BODY && !part->attachment &&
		     part->name == NULL && part->type != NULL &&
		     text_starts(part->type, "text/");

	return shown ? layer_set_has_text(l->layers, part->data, part->len)
		     : layer_set_has(l->layers, part->data, part->len);
}

static bool
scan_bytes(struct look *l, const struct part *part)
{
	struct engine_bytes bytes = {part->data, part->len, part->where};

	if (!l->any_match && is_known(l, part))
		return true;
	l->failed = engine_scan(l->tools->engine, &bytes, &l->looks,
			&l->engine_sink, &l->err) == -1;
	return !l->failed;
}

static bool
on_member(void *arg, const struct part *part)
{
	return scan_bytes(arg, part);
}

static void
on_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	struct look *l = arg;

	findings_add(l->findings, class, name, where);
}

static void
on_archive_fact(
    void *arg, enum msg_class class, const char *name, const char *where)
{
	struct look *l = arg;

	if (class == CLASS_encrypted && l->passwords == NULL &&
	    l->tools->config->scan_passwords) {
		l->any_locked = true;
		return;
	}
	if (class == CLASS_encrypted)
		l->still_locked++;
	findings_add(l->findings, class, name, where);
}

/* Opens the part if it is an archive; false to stop. */
static bool
open_archive(struct look *l, const struct part *part)
{
	struct part_sink sink = {l, on_member, on_archive_fact};
	struct archive_in in = {
	    .data = part->data,
	    .len = part->len,
	    .where = part->where,
	    .name = part->name,
	    .depth = part->depth,
	};
	struct archive_env env = {&l->budget, l->passwords, &sink};

	if (!l->tools->config->scan_archives)
		return true;
	return archive_walk(&in, &env) && !l->failed;
}

static bool
on_part(void *arg, const struct part *part)
{
	struct look *l = arg;

	if (l->tools->config->scan_second_look && !scan_bytes(l, part))
		return false;
	return open_archive(l, part);
}

bool
look_hold_locked(struct look *l, const char *name, const char *where)
{
	const struct config *c = l->tools->config;

	if (!c->scan_archives || !c->scan_passwords ||
	    !text_same(name, "Heuristics.Encrypted.Zip"))
		return false;
	findings_add(&l->locked, CLASS_encrypted, name, where);
	return true;
}

/* First reading of the second pass: the words that may be passwords. */
static bool
collect_words(void *arg, const struct part *part)
{
	struct look *l = arg;

	if (part->name != NULL)
		password_add_words(
		    l->passwords, part->name, strlen(part->name));
	if (part->kind == PART_BODY && part->type != NULL &&
	    text_starts(part->type, "text/"))
		password_add_text(
		    l->passwords, (const char *)part->data, part->len);
	return true;
}

static void
ignore_fact(
    void *arg, enum msg_class class, const char *name, const char *where)
{
	(void)arg;
	(void)class;
	(void)name;
	(void)where;
}

/* What the engine said of this part has been settled by opening it. */
static void
forget_locked(struct look *l, const char *where)
{
	size_t i, n = strlen(where);
	char *held;

	for (i = 0; i < l->locked.n; i++) {
		held = l->locked.list[i].where;
		if (strncmp(held, where, n) == 0 &&
		    (held[n] == '\0' || held[n] == '/'))
			held[0] = '\0';
	}
}

/* Second reading of the second pass: opens what is locked. */
static bool
unlock(void *arg, const struct part *part)
{
	struct look *l = arg;
	bool go_on;

	l->still_locked = 0;
	go_on = open_archive(l, part);
	if (go_on && l->still_locked == 0 &&
	    archive_sniff(part->data, part->len) != ARCHIVE_NONE)
		forget_locked(l, part->where);
	return go_on;
}

static bool
walk(struct look *l, bool (*leaf)(void *, const struct part *),
    void (*fact)(void *, enum msg_class, const char *, const char *))
{
	struct part_sink sink = {l, leaf, fact};

	return mime_walk((const unsigned char *)l->message->bare.data,
	    l->message->bare.len, &l->budget, &sink);
}

static void
renew_budget(struct look *l)
{
	const struct config *c = l->tools->config;
	uint64_t deadline_ms = l->budget.deadline_ms;

	l->budget = (struct budget){
	    .bytes_max = c->limits_scan_size,
	    .file_max = c->limits_file_size,
	    .files_max = c->limits_files,
	    .depth_max = c->limits_depth,
	    .deadline_ms = deadline_ms != 0
			       ? deadline_ms
			       : clock_mono_ms() + c->limits_scan_time,
	    .now_ms = clock_mono_ms,
	};
}

static void
add_general_words(struct look *l)
{
	const struct config *c = l->tools->config;
	const struct slice *subject = &l->message->subject;

	l->passwords = passwords_new(clock_mono_ms);
	password_add_list(
	    l->passwords, c->scan_password_list, strlen(c->scan_password_list));
	password_add_words(l->passwords, subject->data, subject->len);
}

/* Whether a locked member of this part has been told of already. */
static bool
is_told(const struct look *l, const char *where)
{
	const struct finding *f = l->findings->list;
	size_t i, n = strlen(where);

	for (i = 0; i < l->findings->n; i++, f++)
		if (f->class == CLASS_encrypted &&
		    strncmp(f->where, where, n) == 0 && f->where[n] == '/')
			return true;
	return false;
}

/* What stays locked is told in the engine's words, unless ours were. */
static void
settle_locked(struct look *l)
{
	const struct finding *f = l->locked.list;
	size_t i;

	for (i = 0; i < l->locked.n; i++, f++)
		if (f->where[0] != '\0' && strcmp(f->where, "mail") != 0 &&
		    !is_told(l, f->where))
			findings_add(l->findings, f->class, f->name, f->where);
	findings_fini(&l->locked);
	passwords_free(&l->passwords);
}

/* Limits and failures, however the walk ended. */
static int
conclude(struct look *l, struct err *e)
{
	if (l->budget.exceeded != NULL)
		findings_add(
		    l->findings, CLASS_limits, l->budget.exceeded, "mail");
	settle_locked(l);
	return l->failed ? err_set(e, "%s", l->err.text) : 0;
}

int
look_at_mail(struct look *l, struct err *e)
{
	renew_budget(l);
	if (walk(l, on_part, on_fact) && l->any_locked) {
		renew_budget(l);
		add_general_words(l);
		(void)walk(l, collect_words, ignore_fact);
		renew_budget(l);
		(void)walk(l, unlock, ignore_fact);
	}
	return conclude(l, e);
}

int
look_at_file(struct look *l, struct err *e)
{
	struct part part = {
	    .kind = PART_BODY,
	    .where = "file",
	    .data = (const unsigned char *)l->message->bare.data,
	    .len = l->message->bare.len,
	    .depth = 1,
	};

	renew_budget(l);
	if (open_archive(l, &part) && l->any_locked) {
		renew_budget(l);
		add_general_words(l);
		(void)unlock(l, &part);
	}
	return conclude(l, e);
}
