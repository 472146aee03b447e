/*
 * The second look. When an archive turns out to be locked, the mail is read
 * once more for the words that may open it.
 */
#include "look_priv.h"

#include <string.h>

#include "archive_walk.h"
#include "clock.h"
#include "mime.h"
#include "text.h"

static bool
scan_bytes(struct look *l, const struct part *part)
{
	struct engine_bytes bytes = {part->data, part->len, part->where};

	findings_spell(l->findings, l->by_engine, part->where);
	if (!l->again && layer_set_has(l->layers, part->data, part->len))
		return true;
	l->place = part->where;
	l->failed = engine_scan(l->tools->engine, &bytes, &l->looks,
			&l->engine_sink, &l->err) == -1;
	return !l->failed;
}

/* Shows a part to the observer, if there is one. */
static void
show(const struct look *l, const struct part *part)
{
	const struct part_sink *observer = l->tools->observer;

	if (observer != NULL)
		(void)observer->leaf(observer->arg, part);
}

void
look_show_member(void *arg, const struct part *part)
{
	struct look *l = arg;
	const struct part_sink *observer = l->tools->observer;

	if (observer != NULL && observer->member != NULL)
		observer->member(observer->arg, part);
}

static bool
on_member(void *arg, const struct part *part)
{
	show(arg, part);
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

	if (class == CLASS_encrypted)
		l->still_locked++;
	findings_add(l->findings, class, name, where);
}

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

static void
init_budget(const struct config *c, uint64_t deadline_ms, struct budget *b)
{
	*b = (struct budget){
	    .bytes_max = c->limits_scan_size,
	    .file_max = c->limits_file_size,
	    .files_max = c->limits_files,
	    .depth_max = c->limits_depth,
	    .deadline_ms = deadline_ms,
	    .now_ms = clock_mono_ms,
	};
}

/* Called when something is locked: all words of the message, read once. */
static struct passwords *
find_passwords(void *arg)
{
	struct look *l = arg;
	const struct config *c = l->tools->config;
	const struct message *m = l->message;
	struct part_sink sink = {
	    .arg = l, .leaf = collect_words, .fact = ignore_fact};
	struct budget budget;

	if (!c->scan_passwords || l->passwords != NULL)
		return l->passwords;
	l->passwords = passwords_new(clock_mono_ms);
	password_add_list(
	    l->passwords, c->scan_password_list, strlen(c->scan_password_list));
	password_add_words(l->passwords, m->subject.data, m->subject.len);
	init_budget(c, l->budget.deadline_ms, &budget);
	if (l->is_mail)
		(void)mime_walk((const unsigned char *)m->bare.data,
		    m->bare.len, &budget, &sink);
	return l->passwords;
}

/* What the engine said of this part has been settled by opening it. */
static void
forget_locked(struct look *l, const char *where)
{
	size_t i, n = strlen(where);
	char *held;

	l->any_unlocked = true;
	for (i = 0; i < l->locked.n; i++) {
		held = l->locked.list[i].where;
		if (strncmp(held, where, n) == 0 &&
		    (held[n] == '\0' || held[n] == '/'))
			held[0] = '\0';
	}
}

/* Opens the part if it is an archive; false to stop. */
static bool
open_archive(struct look *l, const struct part *part)
{
	const struct part_sink *observer = l->tools->observer;
	struct part_sink sink = {.arg = l,
	    .leaf = on_member,
	    .fact = on_archive_fact,
	    .member = look_show_member};
	struct archive_in in = {
	    .data = part->data,
	    .len = part->len,
	    .where = part->where,
	    .name = part->name,
	    .depth = part->depth,
	};
	struct archive_env env = {.budget = &l->budget,
	    .sink = &sink,
	    .passwords = find_passwords,
	    .passwords_arg = l,
	    .all = l->is_mail && observer != NULL && observer->wants_all};

	if (!l->tools->config->scan_archives)
		return true;
	l->still_locked = 0;
	if (!archive_walk(&in, &env) || l->failed)
		return false;
	if (l->locked.n > 0 && l->still_locked == 0 &&
	    archive_sniff(part->data, part->len) != ARCHIVE_NONE)
		forget_locked(l, part->where);
	return true;
}

static bool
on_part(void *arg, const struct part *part)
{
	struct look *l = arg;

	show(l, part);
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

	for (i = 0; i < l->locked.n; i++, f++) {
		if (f->where[0] == '\0' || is_told(l, f->where))
			continue;
		/* The look at the parts knows the place better. */
		if (strcmp(f->where, "mail") == 0 &&
		    (l->tools->config->scan_second_look || l->any_unlocked))
			continue;
		findings_add(l->findings, f->class, f->name, f->where);
	}
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
	findings_respell(l->findings, l->by_engine);
	settle_locked(l);
	return l->failed ? err_set(e, "%s", l->err.text) : 0;
}

static void
start(struct look *l)
{
	const struct config *c = l->tools->config;

	init_budget(c, clock_mono_ms() + c->limits_scan_time, &l->budget);
}

int
look_at_mail(struct look *l, struct err *e)
{
	struct part_sink sink = {.arg = l, .leaf = on_part, .fact = on_fact};
	const struct slice *m = &l->message->bare;

	start(l);
	l->is_mail = true;
	(void)mime_walk(
	    (const unsigned char *)m->data, m->len, &l->budget, &sink);
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

	start(l);
	(void)open_archive(l, &part);
	return conclude(l, e);
}
