/* Arguments of the commands. */
#include "options_priv.h"

#include <string.h>

static struct option_spec *
find(const char *name, struct option_spec *specs, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(specs[i].name, name) == 0)
			return &specs[i];
	return NULL;
}

int
options_take(int *argc, char **argv, struct option_spec *specs, size_t count,
    struct err *e)
{
	struct option_spec *spec;
	bool ended = false;
	int i, kept = 1;

	for (i = 1; i < *argc; i++) {
		if (ended || argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[kept++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			ended = true;
			continue;
		}
		spec = find(argv[i], specs, count);
		if (spec == NULL)
			return err_set(
			    e, "%s: unknown option %s", argv[0], argv[i]);
		spec->value = argv[i];
		if (!spec->has_value)
			continue;
		if (i + 1 >= *argc)
			return err_set(
			    e, "%s: %s needs a value", argv[0], argv[i]);
		spec->value = argv[++i];
	}
	*argc = kept;
	argv[kept] = NULL;
	return 0;
}
