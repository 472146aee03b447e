/*
 * Writes the table of metrics of cgpward(8) in mdoc, from the table that the
 * program counts by. scripts/test-manual compares it with the page.
 */
#include <stdio.h>
#include <string.h>

struct vital {
	unsigned number;
	const char *name, *kind, *metric, *labels, *help;
};

static const struct vital vitals[] = {
#define VITAL(number, name, kind, metric, labels, help)                        \
	{number, #name, #kind, metric, labels, help},
#include "vitals.def"
};

/* A sentence about each metric; labels are told with the first of a row. */
static void
put_vital(const struct vital *v, const char *before)
{
	if (strcmp(v->metric, before) == 0)
		return;
	(void)printf(".It Li cgpward_%s\n%s\n", v->metric, v->help);
	if (v->labels[0] != '\0')
		(void)printf("The labels\n"
			     ".Li what\n"
			     "and\n"
			     ".Li result\n"
			     "tell them apart.\n");
}

int
main(void)
{
	const char *before = "";
	size_t i;

	(void)printf(".Bl -tag -width Ds\n");
	for (i = 0; i < sizeof(vitals) / sizeof(vitals[0]); i++) {
		put_vital(&vitals[i], before);
		before = vitals[i].metric;
	}
	(void)printf(".El\n");
	return 0;
}
