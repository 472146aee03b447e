/*
 * Loading a configuration: sections and options come from the reader one by
 * one, and each option is settled when the next thing begins, because its
 * value may go on in further lines. What was not given gets its default.
 *
 * Sections with a name of their own, [content NAME], are a branch of
 * on_section that hands their options to another taker.
 */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "complaint_priv.h"
#include "mem.h"
#include "option_priv.h"
#include "place_priv.h"
#include "reader_priv.h"
#include "text.h"
#include "value_priv.h"

enum { NO_OPTION = -1 };

struct loading {
	struct config *config;
	struct complaints complaints;
	bool any_section;
	const char *section; /* of the table, NULL when it is unknown */
	int current;         /* option whose value may go on, or NO_OPTION */
	struct buf text;     /* its value so far */
};

/* Ends the option above and takes its value. */
static void
settle(struct loading *l)
{
	const struct option *o;
	struct err e;

	if (l->current == NO_OPTION)
		return;
	o = &option_table[l->current];
	if (value_parse(o, l->text.data, l->config, &e) == -1)
		complain(&l->complaints, l->config->line[l->current],
		    "[%s] %s: %s", o->section, o->key, e.text);
	l->current = NO_OPTION;
}

static void
on_section(void *arg, unsigned line, const char *name)
{
	struct loading *l = arg;
	const char *nearest;

	settle(l);
	l->any_section = true;
	l->section = option_section(name);
	if (l->section != NULL)
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
	const char *other = option_section_of(key);
	const char *nearest = option_nearest_key(l->section, key);

	if (other != NULL)
		complain(&l->complaints, line,
		    "[%s] %s: there is no such option; move it to [%s]",
		    l->section, key, other);
	else if (nearest != NULL)
		complain(&l->complaints, line,
		    "[%s] %s: there is no such option; %s is probably meant",
		    l->section, key, nearest);
	else
		complain(&l->complaints, line,
		    "[%s] %s: there is no such option; correct or remove it",
		    l->section, key);
}

static void
on_option(void *arg, unsigned line, const char *key, const char *value)
{
	struct loading *l = arg;
	unsigned *given;
	int id;

	settle(l);
	if (!l->any_section)
		complain(&l->complaints, line,
		    "%s: stands in front of the first [section]; move it "
		    "below one",
		    key);
	if (l->section == NULL)
		return;
	id = option_find(l->section, key);
	if (id == -1) {
		complain_unknown(l, line, key);
		return;
	}
	given = &l->config->line[id];
	if (*given != 0) {
		complain(&l->complaints, line,
		    "[%s] %s: was given in line %u already; remove one of "
		    "them",
		    l->section, key, *given);
		return;
	}
	*given = line;
	l->current = id;
	buf_reset(&l->text);
	(void)buf_adds(&l->text, value);
}

/* True when the line was meant as a section or as an option of its own. */
static bool
looks_own(const struct loading *l, const char *text)
{
	char *key;
	bool known;

	if (*text == '[')
		return true;
	key = mem_strndup(text, strcspn(text, " \t=:"));
	known = text[strcspn(text, "=:")] != '\0' &&
		option_find(l->section, key) != -1;
	free(key);
	return known;
}

static void
on_more(void *arg, unsigned line, const char *value)
{
	struct loading *l = arg;
	const struct option *o;

	if (l->current == NO_OPTION)
		return;
	o = &option_table[l->current];
	if (!value_continues(o->type) || looks_own(l, value)) {
		settle(l);
		complain(&l->complaints, line,
		    "begins with a blank and so continues [%s] %s; remove the "
		    "blank",
		    o->section, o->key);
		return;
	}
	/* An empty item between two commas does not count. */
	(void)buf_adds(&l->text, ", ");
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
	buf_fini(&l->text);
}

int
config_load(const char *path, struct config **config_r, struct buf *errors)
{
	struct loading l = {
	    .complaints = {.path = path, .out = errors}, .current = NO_OPTION};
	struct config *c = mem_zalloc(1, sizeof(*c));
	struct buf bytes;
	struct err e;

	l.config = c;
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
	free(c->file);
	free(c->folder);
	free(c);
	*config = NULL;
}
