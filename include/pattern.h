/*
 * Regular expressions of PCRE2 over UTF-8, compiled once, with bounds on what
 * a match may cost.
 *
 * A pattern never changes; any number of threads may match with it at once,
 * each with a room of its own.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

struct pattern;

/* Memory to match in; belongs to one thread at a time. */
struct pattern_room;

enum pattern_result {
	PATTERN_ABSENT,
	PATTERN_FOUND,
	PATTERN_COSTLY /* given up: it would have cost too much */
};

/*
 * Compiles a pattern (UTF-8; see pcre2pattern(3)) in the form of
 * fold_pattern. Case is ignored unless `exact`. Returns 0, or -1 with what is
 * wrong and in front of which rest of the pattern.
 */
int pattern_new(
    const char *text, bool exact, struct pattern **pattern_r, struct err *e);

/* Only says whether it would compile. */
int pattern_check(const char *text, struct err *e);

/* Frees the pattern and sets the pointer to NULL; NULL is fine. */
void pattern_free(struct pattern **pattern);

struct pattern_room *pattern_room_new(void);
void pattern_room_free(struct pattern_room **room);

/* A text: valid UTF-8 as fold_text makes it. */
struct pattern_text {
	const char *data;
	size_t len;
	bool ascii; /* it has no other characters; may be left false */
};

enum pattern_result pattern_match(const struct pattern *pattern,
    struct pattern_room *room, const struct pattern_text *text);

#endif
