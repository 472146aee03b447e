/*
 * The names that an attachment may have for its recipient: every value of a
 * `name` or `filename` parameter that one program or another would show, in
 * UTF-8, the one by the standards first. Pure; any thread may call.
 */
#ifndef NAME_PRIV_H
#define NAME_PRIV_H

#include <stddef.h>

#include "header_priv.h"

enum { NAMES_MAX = 24, NAME_MAX_BYTES = 1024 };

struct names {
	/* Without repetitions, ended by NULL; the first is the likeliest. */
	char *list[NAMES_MAX + 1];
	size_t n;
};

/*
 * Reads the fields Content-Disposition and Content-Type of one part. `charset`
 * is for raw 8-bit names, or NULL.
 */
void names_read(const struct field *fields, size_t n, const char *charset,
    struct names *names_r);
void names_fini(struct names *names);

#endif
