/* Arguments of the commands. */
#ifndef OPTIONS_PRIV_H
#define OPTIONS_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

struct option_spec {
	const char *name; /* "-c", "--json" */
	bool has_value;
	const char *value; /* out: the value, or the name itself if given */
};

/*
 * Takes the options out of argv, which keeps argv[0] and what is no option;
 * "--" ends the options. -1 for an unknown option or a missing value.
 */
int options_take(int *argc, char **argv, struct option_spec *specs,
    size_t count, struct err *e);

#endif
