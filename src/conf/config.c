/*
 * Loading a configuration: sections and options come from the reader one by
 * one, and each option is settled when the next thing begins, because its
 * value may go on in further lines. What was not given gets its default.
 *
 * Sections with a name of their own, [content NAME], have tables and records
 * of their own: see named_priv.h.
 */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "complaint_priv.h"
#include "mem.h"
#include "named_priv.h"
#include "option_priv.h"
#include "place_priv.h"
#include "reader_priv.h"
#include "text.h"
#include "value_priv.h"

struct loading {
	struct config *config;
	struct complaints complaints;
	bool any_section;
	const char *section;   /* of the table; NULL: unknown, or named */
	struct named named;    /* a section with a name of its own */
	struct target current; /* option whose value may go on, or none */
	struct buf text;       /* its value so far */
};

/* "[section] key" of a complaint; to be freed. */
static char *
title_of(const struct loading *l, const char *key)
{
	char *name, *title;

	if (l->section != NULL)
		return mem_printf("[%s] %s", l->section, key);
	name = named_title(&l->named);
	title = mem_printf("[%s] %s", name, key);
	free(name);
	return title;
}

/* Ends the option above and takes its value. */
static void
settle(struct loading *l)
{
	const struct target *t = &l->current;
	struct err e;
	char *title;

	if (t->option == NULL)
		return;
	if (value_parse(t->option, l->text.data, t->record, &e) == -1) {
		title = title_of(l, t->option->key);
		complain(&l->complaints, *t->line, "%s: %s", title, e.text);
		free(title);
	}
	l->current.option = NULL;
}

static bool
is_named(const struct loading *l)
{
	return l->named.rule != NULL || l->named.policy != NULL;
}

/* Finds where a key of the present section belongs. */
static bool
find_target(
    struct loading *l, const char *key, const char *value, struct target *t)
{
	int id;

	if (is_named(l))
		return named_find(&l->named, key, value, t);
	id = option_find(l->section, key);
	if (id == -1)
		return false;
	*t =
	    (struct target){&option_table[id], l->config, &l->config->line[id]};
	return true;
}

static void
on_section(void *arg, unsigned line, const char *name)
{
	struct loading *l = arg;
	const char *nearest;

	settle(l);
	named_end(&l->named);
	l->any_section = true;
	l->section = option_section(name);
	if (l->section != NULL || named_begin(&l->named, line, name))
		return;
	nearest = option_nearest_section(name);
	if (nearest != NULL)
		complain(&l->complaints, line,
		    "[%s]: there is no such section; [%s] is probably meant",
		    name, nearest);
	else
		complain(&l->complaints, line,
		    "[%s]: there is no such section; correct or remove it",
		    name);
}

static void
complain_unknown(struct loading *l, unsigned line, const char *key)
{
	const char *other = is_named(l) ? NULL : option_section_of(key);
	const char *nearest =
	    is_named(l) ? NULL : option_nearest_key(l->section, key);
	char *title = title_of(l, key);

	if (other != NULL)
		complain(&l->complaints, line,
		    "%s: there is no such option; move it to [%s]", title,
		    other);
	else if (nearest != NULL)
		complain(&l->complaints, line,
		    "%s: there is no such option; %s is probably meant", title,
		    nearest);
	else
		complain(&l->complaints, line,
		    "%s: there is no such option; correct or remove it", title);
	free(title);
}

static void
on_option(void *arg, unsigned line, const char *key, const char *value)
{
	struct loading *l = arg;
	struct target t;
	char *title;

	settle(l);
	if (!l->any_section)
		complain(&l->complaints, line,
		    "%s: stands in front of the first [section]; move it "
		    "below one",
		    key);
	if (l->section == NULL && !is_named(l))
		return;
	l->named.last_line = line;
	if (!find_target(l, key, value, &t)) {
		complain_unknown(l, line, key);
		return;
	}
	if (*t.line != 0) {
		title = title_of(l, key);
		complain(&l->complaints, line,
		    "%s: was given in line %u already; remove one of them",
		    title, *t.line);
		free(title);
		return;
	}
	*t.line = line;
	l->current = t;
	buf_reset(&l->text);
	(void)buf_adds(&l->text, value);
}

/* True when the line was meant as a section or as an option of its own. */
static bool
looks_own(struct loading *l, const char *text)
{
	struct target ignored;
	char *key;
	bool known;

	if (*text == '[')
		return true;
	key = mem_strndup(text, strcspn(text, " \t=:"));
	known = text[strcspn(text, "=:")] != '\0' &&
		find_target(l, key, "", &ignored);
	free(key);
	return known;
}

static void
on_more(void *arg, unsigned line, const char *value)
{
	struct loading *l = arg;
	const struct option *o = l->current.option;
	char *title;

	if (o == NULL)
		return;
	/* A pattern may begin with anything. */
	if (value_join(o->type) == NULL ||
	    (o->type != TYPE_PATTERN && looks_own(l, value))) {
		settle(l);
		title = title_of(l, o->key);
		complain(&l->complaints, line,
		    "begins with a blank and so continues %s; remove the "
		    "blank",
		    title);
		free(title);
		return;
	}
	/* An empty item between two commas does not count. */
	(void)buf_adds(&l->text, value_join(o->type));
	(void)buf_adds(&l->text, value);
}

static void
on_refused(void *arg, unsigned line, const char *why)
{
	struct loading *l = arg;

	settle(l);
	complain(&l->complaints, line, "the line %s", why);
}

static void
set_defaults(struct config *c)
{
	size_t i;
	int rc;

	for (i = 0; i < OPTION_COUNT; i++) {
		if (c->line[i] != 0)
			continue;
		rc = value_parse(
		    &option_table[i], option_table[i].dflt, c, NULL);
		assert(rc == 0);
	}
}

/* FNV-1a, 64 bits: it tells versions apart and guards against nobody. */
static uint64_t
hash(uint64_t h, const struct buf *text)
{
	size_t i;

	/* The NUL behind the text keeps neighbours apart. */
	for (i = 0; i <= text->len; i++) {
		h ^= (unsigned char)text->data[i];
		h *= 0x100000001b3;
	}
	return h;
}

static void
set_stamps(struct config *c)
{
	struct buf text;
	size_t i;

	c->stamp = c->engine_stamp = 0xcbf29ce484222325;
	buf_init(&text, 2 * CONFIG_FILE_MAX);
	for (i = 0; i < OPTION_COUNT; i++) {
		buf_reset(&text);
		value_format(&option_table[i], c, &text);
		c->stamp = hash(c->stamp, &text);
		if (option_table[i].flags & OF_ENGINE)
			c->engine_stamp = hash(c->engine_stamp, &text);
	}
	buf_reset(&text);
	named_list(c, false, &text);
	c->stamp = hash(c->stamp, &text);
	c->engine_stamp += c->engine_pua;
	buf_fini(&text);
}

/* Reads the file's lines into l->config. */
static void
read_lines(struct loading *l, const struct buf *bytes)
{
	const struct ini_sink sink = {.arg = l,
	    .section = on_section,
	    .option = on_option,
	    .more = on_more,
	    .refused = on_refused};

	buf_init(&l->text, 2 * CONFIG_FILE_MAX);
	ini_read(bytes->data, bytes->len, &sink);
	settle(l);
	named_end(&l->named);
	free(l->named.seen);
	buf_fini(&l->text);
}

int
config_load(const char *path, struct config **config_r, struct buf *errors)
{
	struct loading l = {.complaints = {.path = path, .out = errors}};
	struct config *c = mem_zalloc(1, sizeof(*c));
	struct buf bytes;
	struct err e;

	l.config = l.named.config = c;
	l.named.complaints = &l.complaints;
	buf_init(&bytes, CONFIG_FILE_MAX);
	if ((c->folder = place_folder(path, &e)) == NULL ||
	    place_read(path, &bytes, &e) == -1) {
		complain(&l.complaints, 0, "%s", e.text);
	} else {
		c->file = mem_printf("%s/%s", c->folder, place_base(path));
		read_lines(&l, &bytes);
	}
	buf_fini(&bytes);
	complaints_end(&l.complaints);
	if (l.complaints.n > 0) {
		config_free(&c);
		return -1;
	}
	set_defaults(c);
	named_finish(c);
	set_stamps(c);
	*config_r = c;
	return 0;
}

void
config_free(struct config **config)
{
	struct config *c = *config;
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < OPTION_COUNT; i++)
		value_fini(&option_table[i], c);
	named_free(c);
	free(c->file);
	free(c->folder);
	free(c);
	*config = NULL;
}
