/*
 * Writes what is made from the table that the program counts by: the metrics
 * of cgpward(8) in mdoc, or the numbers of cfg/CGPWARD-MIB.txt, or those of
 * scripts/snmp-pass.sh. scripts/test-manual compares them with the files.
 * usage: manual-vitals [--mib | --snmp]
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 70, NAME_SIZE = 64 };

struct vital {
	unsigned number;
	const char *name, *kind, *metric, *labels, *help;
};

static const struct vital vitals[] = {
#define VITAL(number, name, kind, metric, labels, help)                        \
	{number, #name, #kind, metric, labels, help},
#include "vitals.def"
};

struct word {
	unsigned number;
	const char *word;
};

static const struct word responses[] = {
#define RESPONSE(number, word) {number, #word},
#include "vitals.def"
};

static const char *const classes[] = {
#define CLASS(name, action, status, help) #name,
#include "classes.def"
};

static const char *const bounds[] = {
#define BUCKET(milliseconds, seconds) seconds,
#include "vitals.def"
    "+Inf"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* A sentence about each metric; labels are told with the first of a row. */
static void
put_mdoc(void)
{
	const char *before = "";
	size_t i;

	(void)puts(".Bl -tag -width Ds");
	for (i = 0; i < COUNT(vitals); i++) {
		if (strcmp(vitals[i].metric, before) == 0)
			continue;
		before = vitals[i].metric;
		(void)printf(".It Li cgpward_%s\n%s\n", before, vitals[i].help);
		if (vitals[i].labels[0] != '\0')
			(void)puts("The labels\n"
				   ".Li what\n"
				   "and\n"
				   ".Li result\n"
				   "tell them apart.");
	}
	(void)puts(".El");
}

/* What SNMP has no type for is told in another unit. */
static const char *
unit_of(const struct vital *v)
{
	if (strcmp(v->kind, "SECONDS") == 0)
		return "milliseconds";
	if (ends_in(v->metric, "_bytes"))
		return "KiB";
	return ends_in(v->metric, "_seconds") ? "seconds" : "";
}

/* "quota_used" becomes "cgpwardQuotaUsed". */
static void
mib_name(const char *name, char out[NAME_SIZE])
{
	size_t n = strlen("cgpward");
	bool first = true;

	memcpy(out, "cgpward", n);
	for (; *name != '\0' && n + 1 < NAME_SIZE; name++) {
		if (*name == '_') {
			first = true;
			continue;
		}
		out[n++] = first ? (char)toupper((unsigned char)*name) : *name;
		first = false;
	}
	out[n] = '\0';
}

/* Text in short lines, the first behind what stands there already. */
static void
put_text(const char *text, size_t column)
{
	const size_t start = column;
	size_t n;

	for (; *text != '\0'; text += n) {
		text += strspn(text, " ");
		n = strcspn(text, " ");
		if (column + n > COLUMNS) {
			(void)printf("\n\t     ");
			column = start;
		} else if (column > start) {
			(void)putchar(' ');
		}
		(void)printf("%.*s", (int)n, text);
		column += n + 1;
	}
}

static void
put_mib_object(const struct vital *v)
{
	char name[NAME_SIZE];
	const char *unit = unit_of(v);

	mib_name(v->name, name);
	(void)printf("%s OBJECT-TYPE\n\tSYNTAX\t    %s\n", name,
	    strcmp(v->kind, "COUNTER") == 0 ? "Counter64" : "Gauge32");
	if (*unit != '\0')
		(void)printf("\tUNITS\t    \"%s\"\n", unit);
	(void)printf("\tMAX-ACCESS  read-only\n\tSTATUS\t    current\n"
		     "\tDESCRIPTION\n\t    \"");
	put_text(v->help, 13);
	(void)printf("\"\n\t::= { cgpwardNumbers %u }\n\n", v->number);
}

/* `name(1), ...` */
static void
put_enum(const char *name, const char *const *words, size_t n)
{
	size_t i;

	(void)printf("%s ::= TEXTUAL-CONVENTION\n\tSTATUS\t    current\n"
		     "\tDESCRIPTION\n\t    \"See cgpward.cfg(5) and "
		     "cgpward-protocol(7).\"\n\tSYNTAX\t    INTEGER {\n",
	    name);
	for (i = 0; i < n; i++)
		(void)printf(
		    "\t\t%s(%zu)%s\n", words[i], i + 1, i + 1 < n ? "," : "");
	(void)printf("\t}\n\n");
}

static int
put_mib(void)
{
	static char lower[COUNT(responses)][NAME_SIZE];
	const char *words[COUNT(responses)];
	size_t i, n;

	for (i = 0; i < COUNT(responses); i++) {
		if (responses[i].number != i + 1)
			return 1; /* numbers of tables have no gaps */
		for (n = 0; responses[i].word[n] != '\0'; n++)
			lower[i][n] =
			    (char)tolower((unsigned char)responses[i].word[n]);
		words[i] = lower[i];
	}
	put_enum("CgpwardResponse", words, COUNT(words));
	put_enum("CgpwardClass", classes, COUNT(classes));
	for (i = 0; i < COUNT(vitals); i++)
		put_mib_object(&vitals[i]);
	return 0;
}

static void
put_list(const char *name, const char *const *words, size_t n)
{
	size_t i, column = 0;

	(void)printf("%s='", name);
	for (i = 0; i < n; i++) {
		if (column + strlen(words[i]) > COLUMNS - 10) {
			(void)putchar('\n');
			column = 0;
		} else if (i > 0) {
			(void)putchar(' ');
		}
		(void)fputs(words[i], stdout);
		column += strlen(words[i]) + 1;
	}
	(void)puts("'");
}

/* Shell variables: the numbers with their series, and the tables' words. */
static void
put_snmp(void)
{
	const char *words[COUNT(responses)];
	size_t i;

	(void)puts("numbers='");
	for (i = 0; i < COUNT(vitals); i++) {
		(void)printf(
		    "%u cgpward_%s", vitals[i].number, vitals[i].metric);
		if (vitals[i].labels[0] != '\0')
			(void)printf("{%s}", vitals[i].labels);
		(void)putchar('\n');
	}
	(void)puts("'");
	for (i = 0; i < COUNT(responses); i++)
		words[i] = responses[i].word;
	put_list("responses", words, COUNT(words));
	put_list("classes", classes, COUNT(classes));
	put_list("bounds", bounds, COUNT(bounds));
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--mib") == 0)
		return put_mib();
	if (argc > 1 && strcmp(argv[1], "--snmp") == 0)
		put_snmp();
	else
		put_mdoc();
	return 0;
}
