/*
 * Which response each message must get. A file of lines `GLOB KIND`, where
 * KIND is one word of the protocol or several with commas between them; the
 * first glob that matches the message's source decides. Lines that start with
 * # are comments.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include <stdbool.h>
#include <stddef.h>

#include "answer.h"

struct expect {
	char **globs;
	char **kinds;
	size_t n;
};

int expect_load(struct expect *x, const char *path, struct err *e);
void expect_fini(struct expect *x);

/* What must come for `source`; NULL when nothing was said about it. */
const char *expect_of(const struct expect *x, const char *source);

#endif
