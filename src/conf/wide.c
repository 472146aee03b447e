/*
 * One configuration that looks for all that several look for. The table says
 * what belongs to [scan]: switches are put together by "or", lists joined.
 */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "mem.h"
#include "option_priv.h"

static bool
is_list_to_join(const struct option *o)
{
	return strcmp(o->section, "scan") == 0 && o->type == TYPE_LIST;
}

static char **
text_of(const struct option *o, struct config *c)
{
	return (char **)(void *)((char *)c + o->offset);
}

struct config *
config_wide_new(const struct config *config)
{
	struct config *wide = mem_zalloc(1, sizeof(*wide));
	const struct option *o;

	*wide = *config;
	for (o = option_table; o < option_table + OPTION_COUNT; o++)
		if (is_list_to_join(o))
			*text_of(o, wide) = mem_strdup(*text_of(o, wide));
	return wide;
}

static void
join(char **list, const char *more)
{
	char *both;

	if (*more == '\0' || strcmp(*list, more) == 0)
		return;
	both = mem_printf("%s%s%s", *list, **list != '\0' ? ", " : "", more);
	free(*list);
	*list = both;
}

void
config_wide_add(struct config *wide, const struct config *config)
{
	struct config more = *config;
	const struct option *o;

	for (o = option_table; o < option_table + OPTION_COUNT; o++) {
		if (strcmp(o->section, "scan") == 0 && o->type == TYPE_BOOL)
			*(bool *)((char *)wide + o->offset) |=
			    *(const bool *)((const char *)&more + o->offset);
		if (is_list_to_join(o))
			join(text_of(o, wide), *text_of(o, &more));
	}
}

void
config_wide_free(struct config **wide)
{
	const struct option *o;

	if (*wide == NULL)
		return;
	for (o = option_table; o < option_table + OPTION_COUNT; o++)
		if (is_list_to_join(o))
			free(*text_of(o, *wide));
	free(*wide);
	*wide = NULL;
}
