/*
 * The table of options: options.def expanded into rows, and the search for
 * names in it, exact or by the smallest number of typing errors.
 */
#include "option_priv.h"

#include <string.h>

#include "text.h"

#define AT_FIELD_OF(section, key) offsetof(struct config, section##_##key)
#define AT_BOOL(section, key)     AT_FIELD_OF(section, key)
#define AT_UINT(section, key)     AT_FIELD_OF(section, key)
#define AT_SIZE(section, key)     AT_FIELD_OF(section, key)
#define AT_TIME(section, key)     AT_FIELD_OF(section, key)
#define AT_STRING(section, key)   AT_FIELD_OF(section, key)
#define AT_FIELD(section, key)    AT_FIELD_OF(section, key)
#define AT_PATH(section, key)     AT_FIELD_OF(section, key)
#define AT_ENUM(section, key)     AT_FIELD_OF(section, key)
#define AT_LIST(section, key)     AT_FIELD_OF(section, key)
#define AT_PERCENTS(section, key) AT_FIELD_OF(section, key)
#define AT_WORDS(section, key)    AT_FIELD_OF(section, key)
#define AT_PATTERN(section, key)  AT_FIELD_OF(section, key)
#define AT_ADDRESS(section, key)  AT_FIELD_OF(section, key)
#define AT_TEMPLATE(section, key) AT_FIELD_OF(section, key)
#define AT_ACTION(section, key)   offsetof(struct config, action[CLASS_##key])

const struct option option_table[] = {
#define OPTION(section, key, type, dflt, lo, hi, words, flags, help)           \
	{#section, #key, TYPE_##type, dflt, lo, hi, words, flags, help,        \
	    AT_##type(section, key)},
#include "options.def"
#undef OPTION
};

const struct option content_table[] = {
#define CONTENT(key, type, dflt, lo, hi, words, help)                          \
	{"content", #key, TYPE_##type, dflt, lo, hi, words, 0, help,           \
	    offsetof(struct content_rule, content_##key)},
#include "sections.def"
};

const struct option policy_table[] = {
#define POLICY(key, type, dflt, lo, hi, words, help)                           \
	{"policy", #key, TYPE_##type, dflt, lo, hi, words, 0, help,            \
	    offsetof(struct policy, policy_##key)},
#include "sections.def"
};

/* Names longer than this are no typing errors. */
enum { NAME_MAX_GUESSED = 31, TYPOS_MAX = 2 };

const char *
option_section(const char *name)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		if (text_same(option_table[i].section, name))
			return option_table[i].section;
	return NULL;
}

int
option_find(const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		if (text_same(option_table[i].section, section) &&
		    text_same(option_table[i].key, key))
			return (int)i;
	return -1;
}

const char *
option_section_of(const char *key)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		if (text_same(option_table[i].key, key))
			return option_table[i].section;
	return NULL;
}

static unsigned
min3(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* Insertions, deletions and exchanges between two names (Levenshtein). */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[NAME_MAX_GUESSED + 1], above, left_above;
	size_t blen = strlen(b), i, k;

	for (k = 0; k <= blen; k++)
		row[k] = (unsigned)k;
	for (i = 1; a[i - 1] != '\0'; i++) {
		left_above = row[0];
		row[0] = (unsigned)i;
		for (k = 1; k <= blen; k++) {
			above = row[k];
			row[k] = min3(above + 1, row[k - 1] + 1,
			    left_above + (a[i - 1] != b[k - 1]));
			left_above = above;
		}
	}
	return row[blen];
}

/* Keeps `name` in *best_r when it is nearer to `given` than *least. */
static void
consider(
    const char *given, const char *name, unsigned *least, const char **best_r)
{
	unsigned d;

	if (strlen(given) > NAME_MAX_GUESSED || strlen(name) > NAME_MAX_GUESSED)
		return;
	d = distance(given, name);
	if (d < *least && d < strlen(name)) {
		*least = d;
		*best_r = name;
	}
}

const char *
option_nearest_section(const char *name)
{
	const char *best = NULL;
	unsigned least = TYPOS_MAX + 1;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		consider(name, option_table[i].section, &least, &best);
	return best;
}

const char *
option_nearest_key(const char *section, const char *key)
{
	const char *best = NULL;
	unsigned least = TYPOS_MAX + 1;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++)
		if (text_same(option_table[i].section, section))
			consider(key, option_table[i].key, &least, &best);
	return best;
}
