/*
 * Writes the options of cgpward.cfg(5) in mdoc, from the table that the parser
 * is made of. scripts/test-manual compares them with the page.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 72 };
enum { OF_ENGINE = 1 };

struct option {
	const char *section, *key, *type, *dflt;
	uint64_t lo, hi;
	const char *words;
	unsigned flags;
	const char *help;
};

static const struct option options[] = {
#define OPTION(section, key, type, dflt, lo, hi, words, flags, help)           \
	{#section, #key, #type, dflt, lo, hi, words, flags, help},
#include "options.def"
#undef OPTION
#define CONTENT(key, type, dflt, lo, hi, words, help)                          \
	{"content NAME", #key, #type, dflt, lo, hi, words, 0, help},
#include "sections.def"
#define POLICY(key, type, dflt, lo, hi, words, help)                           \
	{"policy NAME", #key, #type, dflt, lo, hi, words, 0, help},
#include "sections.def"
};

struct unit {
	uint64_t size;
	const char *name;
};

static const struct unit sizes[] = {
    {1 << 30, "G"}, {1 << 20, "M"}, {1 << 10, "K"}, {1, " bytes"}};
static const struct unit times[] = {
    {86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}, {1, " ms"}};

/* What is written behind the key, by type. */
static const char *const arguments[][2] = {
    {"BOOL", "Cm yes | no"},
    {"UINT", "Ar number"},
    {"SIZE", "Ar size"},
    {"TIME", "Ar time"},
    {"STRING", "Ar text"},
    {"FIELD", "Ar field"},
    {"PATH", "Ar path"},
    {"LIST", "Ar list"},
    {"PERCENTS", "Ar percentages"},
    {"WORDS", "Ar words"},
    {"ADDRESS", "Ar address"},
    {"TEMPLATE", "Ar text"},
    {"PATTERN", "Ar expression"},
    {"ACTION", "Ar action"},
};

static const char *const intros[][2] = {
    {"server", "The program and its mail server."},
    {"engine", "The engine and its definitions."},
    {"scan", "What is looked at, and what for."},
    {"limits",
	"What lies above a limit is not scanned.\n"
	"The message is then of the class limits.\n"
	"So is one with what the engine passes over and has no option\n"
	"for: files behind the tenth that is embedded in another file,\n"
	"PDF files with 65536 objects or more, and attached files,\n"
	"scripts and forms of PDF files that it would look for in\n"
	"the wrong place or unpack wrongly, such as some attached files of\n"
	"the type application/octet-stream, or with a checksum, and all\n"
	"that may be in PDF files that are encrypted."},
    {"actions", "What happens to a message, by the class of what was found.\n"
		"See CLASSES AND ACTIONS."},
    {"attachments", "Attachments that are not let in.\n"
		    "Their messages are of the class banned."},
    {"names", "Names of signatures."},
    {"headers", "The header fields that the action tag adds."},
    {"texts", "What is said about messages that are not let in."},
    {"quarantine", "Messages that were put aside.\n"
		   "See the command quarantine in cgpward(8)."},
    {"notices", "Mails about messages that were not let in."},
    {"license", "The license."},
    {"quota", "What happens above the license's number of clean messages."},
    {"history", "What came and what was found, in state_dir/history.db.\n"
		"See the command report in cgpward(8)."},
    {"report", "A report by mail, when a day, a week or a month is over."},
    {"metrics", "Numbers for those who watch the program."},
    {"log", "Log lines."},
    {"content NAME",
	"A rule about what a message says; any number of sections, each with "
	"a name of its own."},
    {"policy NAME",
	"Other values for some messages; any number of sections, each with a "
	"name of its own. The first policy all of whose conditions are met "
	"counts; one without conditions is for all messages that no earlier "
	"one is for. With several recipients the strictest verdict counts, "
	"and the side actions of all add up. Beside the keys below, a policy "
	"takes all keys of the sections actions, attachments, scan and "
	"headers; what it does not say keeps its value. Where actions and "
	"another section have the same key, yes and no are for the other."},
};

static bool
is(const struct option *o, const char *type)
{
	return strcmp(o->type, type) == 0;
}

static const char *
look_up(const char *const table[][2], size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(table[i][0], name) == 0)
			return table[i][1];
	return NULL;
}

/* One word, so that mdoc takes it for text. */
static void
put_word(const char *word, size_t len, bool begins_line)
{
	size_t i;

	if (begins_line && (*word == '.' || *word == '\''))
		(void)fputs("\\&", stdout);
	for (i = 0; i < len; i++)
		if (word[i] == '\\')
			(void)fputs("\\e", stdout);
		else
			(void)putchar(word[i]);
}

/* Text in short lines; a sentence begins on a line of its own. */
static void
put_text(const char *text)
{
	size_t column = 0, n;

	for (; *text != '\0'; text += n) {
		text += strspn(text, " \n");
		n = strcspn(text, " \n");
		if (column > 0 && column + 1 + n > COLUMNS) {
			(void)putchar('\n');
			column = 0;
		}
		if (column > 0)
			(void)putchar(' ');
		put_word(text, n, column == 0);
		column += n + (column > 0);
		if (n > 0 && text[n - 1] == '.' && column > 0) {
			(void)putchar('\n');
			column = 0;
		}
	}
	if (column > 0)
		(void)putchar('\n');
}

static void
put_amount(uint64_t value, const struct unit *unit)
{
	while (value % unit->size != 0)
		unit++;
	(void)printf("%llu%s", (unsigned long long)(value / unit->size),
	    value == 0 ? "" : unit->name);
}

static void
put_bounds(const struct option *o)
{
	const struct unit *units = is(o, "SIZE")   ? sizes
				   : is(o, "TIME") ? times
						   : NULL;

	if (units == NULL && !is(o, "UINT"))
		return;
	(void)fputs("From ", stdout);
	if (units != NULL)
		put_amount(o->lo, units);
	else
		(void)printf("%llu", (unsigned long long)o->lo);
	(void)fputs(" to ", stdout);
	if (units != NULL)
		put_amount(o->hi, units);
	else
		(void)printf("%llu", (unsigned long long)o->hi);
	(void)puts(".");
}

/* The argument: its kind, or the words that it can be. */
static void
put_argument(const struct option *o)
{
	bool choice = o->words != NULL && !is(o, "WORDS") && !is(o, "TEMPLATE");
	const char *word = choice ? o->words : "";
	const char *kind = look_up(
	    arguments, sizeof(arguments) / sizeof(arguments[0]), o->type);
	size_t n;

	(void)printf(".It Cm %s No =", o->key);
	for (; *word != '\0'; word += n + (word[n] != '\0')) {
		n = strcspn(word, " ");
		(void)printf(
		    "%s Cm %.*s", word != o->words ? " |" : "", (int)n, word);
	}
	if (kind != NULL)
		(void)printf("%s %s", choice ? " |" : "", kind);
	(void)putchar('\n');
}

/* The help of actions is a phrase: made a sentence. */
static void
put_option(const struct option *o)
{
	char text[2048];

	put_argument(o);
	(void)snprintf(text, sizeof(text), "%s%s", o->help,
	    o->help[strlen(o->help) - 1] == '.' ? "" : ".");
	text[0] = (char)toupper((unsigned char)text[0]);
	put_text(text);
	put_bounds(o);
	if (o->flags & OF_ENGINE)
		put_text("A change makes the engine load its definitions "
			 "again.");
	(void)snprintf(text, sizeof(text), "Default: %s",
	    o->dflt[0] != '\0' ? o->dflt : "empty");
	put_text(text);
}

int
main(void)
{
	size_t i, n = sizeof(options) / sizeof(options[0]);
	const char *section = "", *intro;

	for (i = 0; i < n; i++) {
		if (strcmp(options[i].section, section) != 0) {
			if (*section != '\0')
				(void)puts(".El");
			section = options[i].section;
			intro = look_up(intros,
			    sizeof(intros) / sizeof(intros[0]), section);
			if (intro == NULL)
				return 1; /* a new section: write one above */
			(void)printf(".Ss Section %s\n", section);
			put_text(intro);
			(void)puts(".Bl -tag -width Ds");
		}
		put_option(&options[i]);
	}
	(void)puts(".El");
	return 0;
}
