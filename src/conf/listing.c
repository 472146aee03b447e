/*
 * The options as text: a configuration with origins, and the file with all
 * defaults that is shipped.
 */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "mem.h"
#include "named_priv.h"
#include "option_priv.h"
#include "text.h"
#include "value_priv.h"

enum { LISTING_WIDTH = 78, VALUE_TEXT_MAX = 2 * CONFIG_FILE_MAX };

struct intro {
	const char *section;
	const char *text;
};

static const char file_intro[] =
    "The configuration of cgpward. Every option stands here with its default; "
    "remove or change what you like.\n"
    "Sizes are bytes, or take K, M or G; times take s, m, h or d. Relative "
    "paths start at the folder of this file. A line that begins with # or ; "
    "is a comment, and so is the rest of a line behind a blank and a "
    "semicolon. A line has at most 198 bytes; a list may go on in lines that "
    "begin with a blank.\n"
    "Check it with: cgpward check. The running program reads it again after "
    "kill -HUP, or when a file hup.sig appears in this folder.";

static const struct intro intros[] = {
    {"server", "The program and its mail server."},
    {"engine", "libclamav and its definitions."},
    {"scan", "What is looked at, and what for."},
    {"limits", "What is above a limit is not scanned, and the message is of "
	       "class limits."},
    {"actions",
	"What happens to a message, by the class of what was found in it: "
	"pass, tag (add headers), defer (the server tries again later), reject "
	"(bounce), discard; in addition quarantine, notify. The hardest one "
	"wins, and quarantine and notify add up."},
    {"attachments",
	"Attachments that are not let in: their messages are of class banned."},
    {"names", "Names of signatures."},
    {"headers", "The headers that tag adds."},
    {"texts", "What is said about messages that are not let in."},
    {"quarantine",
	"Messages that were put aside: see cgpward quarantine list."},
    {"notices", "Mails about messages that were not let in."},
    {"license", "The license."},
    {"quota", "What happens above the license's number of clean messages."},
    {"history", "What came and what was found, in state_dir/history.db.\n"
		"See the command report in cgpward(8)."},
    {"report", "A report by mail, when a day, a week or a month is over."},
    {"log", "Log lines."},
};

/* Adds text as comment lines, broken between words and at each "\n". */
static void
add_comment(struct buf *out, const char *text)
{
	size_t column = 0, n;

	while (*text != '\0') {
		n = strcspn(text, " \n");
		if (column == 0 || column + 1 + n > LISTING_WIDTH) {
			(void)buf_adds(out, column == 0 ? "#" : "\n#");
			column = 1;
		}
		(void)buf_addc(out, ' ');
		(void)buf_add(out, text, n);
		column += 1 + n;
		text += n;
		if (*text == '\n') {
			(void)buf_addc(out, '\n');
			column = 0;
		}
		text += *text != '\0';
	}
	(void)buf_addc(out, '\n');
}

/* The help of actions is a phrase of classes.def: made a sentence. */
static void
add_help(struct buf *out, const struct option *o)
{
	char *sentence;

	if (o->type != TYPE_ACTION) {
		add_comment(out, o->help);
		return;
	}
	sentence = mem_printf("%s.", o->help);
	if (sentence[0] >= 'a' && sentence[0] <= 'z')
		sentence[0] = (char)(sentence[0] - 32);
	add_comment(out, sentence);
	free(sentence);
}

/* Adds "key = a, b, c" with the list's items broken into lines. */
static void
add_default(struct buf *out, const struct option *o)
{
	const char *text = o->dflt;
	size_t column = strlen(o->key) + 2, n;

	(void)buf_addf(out, "%s =", o->key);
	while (*text != '\0') {
		n = strcspn(text, " ");
		if (column + 1 + n > LISTING_WIDTH) {
			(void)buf_adds(out, "\n   ");
			column = 3;
		}
		(void)buf_addc(out, ' ');
		(void)buf_add(out, text, n);
		column += 1 + n;
		text += n;
		text += strspn(text, " ");
	}
	(void)buf_addc(out, '\n');
}

static void
add_section_intro(struct buf *out, const char *section)
{
	size_t i;

	for (i = 0; i < sizeof(intros) / sizeof(intros[0]); i++)
		if (strcmp(intros[i].section, section) == 0)
			add_comment(out, intros[i].text);
}

/* True for the first option of its section. */
static bool
begins_section(size_t i)
{
	return i == 0 || strcmp(option_table[i].section,
			     option_table[i - 1].section) != 0;
}

static const char content_intro[] =
    "Rules about what a message says, as many as you like, each with a name "
    "of its own:";
static const char policy_intro[] =
    "Policies: other rules for some messages, as many as you like. The first "
    "policy all of whose conditions are met counts; a policy without any is "
    "for all messages that no earlier one is for. With several recipients, the "
    "strictest result counts. Conditions are lists, separated by commas, of "
    "which one has to match; those that are left out or empty are met; * "
    "stands for any text, ? for one character. A policy may have all options "
    "of [actions], [attachments], [scan] and [headers] in its own section; "
    "the others keep their value:";

/* A section with a name: every line of it is a comment. */
static void
add_named(
    struct buf *out, const char *intro, const struct option *rows, size_t count)
{
	size_t i;

	(void)buf_addc(out, '\n');
	add_comment(out, intro);
	(void)buf_addf(out, "#\n#[%s NAME]\n", rows[0].section);
	for (i = 0; i < count; i++) {
		(void)buf_adds(out, "#\n");
		add_comment(out, rows[i].help);
		(void)buf_addf(out, "#%s =%s%s\n", rows[i].key,
		    rows[i].dflt[0] != '\0' ? " " : "", rows[i].dflt);
	}
}

void
config_write_example(struct buf *out)
{
	const struct option *o;
	size_t i;

	add_comment(out, file_intro);
	for (i = 0; i < OPTION_COUNT; i++) {
		o = &option_table[i];
		(void)buf_addc(out, '\n');
		if (begins_section(i)) {
			add_section_intro(out, o->section);
			(void)buf_addf(out, "[%s]\n\n", o->section);
		}
		add_help(out, o);
		add_default(out, o);
	}
	add_named(out, content_intro, content_table, CONTENT_KEY_COUNT);
	add_named(out, policy_intro, policy_table, POLICY_KEY_COUNT);
}

/* Adds a value that may hold anything an administrator wrote. */
static void
add_value(struct buf *out, const struct option *o, const void *record)
{
	struct buf value;
	size_t size;
	char *safe;

	buf_init(&value, VALUE_TEXT_MAX);
	value_format(o, record, &value);
	size = 4 * value.len + 1;
	safe = mem_zalloc(size, 1);
	(void)text_escape(safe, size, value.data);
	(void)buf_adds(out, safe);
	free(safe);
	buf_fini(&value);
}

/* One option of a section with a name: where it was given, or all. */
struct shown {
	const struct option *rows;
	size_t count;
	const void *record;
	const unsigned *line;
	const char *file; /* NULL: no origins */
};

static void
add_given(struct buf *out, const struct shown *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (s->line[i] == 0)
			continue;
		(void)buf_addf(out, "%s = ", s->rows[i].key);
		add_value(out, &s->rows[i], s->record);
		if (s->file != NULL)
			(void)buf_addf(out, " ; %s:%u", s->file, s->line[i]);
		(void)buf_addc(out, '\n');
	}
}

void
named_list(const struct config *c, bool origins, struct buf *out)
{
	const char *file = origins ? c->file : NULL;
	const struct content_rule *r;
	const struct policy *p;
	size_t i;

	for (i = 0; i < c->content_n; i++) {
		r = &c->content[i];
		(void)buf_addf(out, "\n[content %s]\n", r->name);
		add_given(out, &(struct shown){content_table, CONTENT_KEY_COUNT,
				   r, r->line, file});
	}
	for (i = 0; i < c->policies_n; i++) {
		p = &c->policies[i];
		(void)buf_addf(out, "\n[policy %s]\n", p->name);
		add_given(out, &(struct shown){policy_table, POLICY_KEY_COUNT,
				   p, p->line, file});
		add_given(out, &(struct shown){option_table, OPTION_COUNT,
				   p->config, p->config->line, file});
	}
}

void
config_dump(const struct config *config, struct buf *out)
{
	const struct option *o;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		o = &option_table[i];
		if (begins_section(i))
			(void)buf_addf(
			    out, "%s[%s]\n", i > 0 ? "\n" : "", o->section);
		(void)buf_addf(out, "%s = ", o->key);
		add_value(out, o, config);
		if (config->line[i] == 0)
			(void)buf_adds(out, " ; default\n");
		else
			(void)buf_addf(
			    out, " ; %s:%u\n", config->file, config->line[i]);
	}
	named_list(config, true, out);
}
