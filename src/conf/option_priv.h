/*
 * The table of options at run time. Pure functions over constants; any
 * thread may call.
 */
#ifndef OPTION_PRIV_H
#define OPTION_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"

enum option_type {
	TYPE_BOOL,
	TYPE_UINT,
	TYPE_SIZE,
	TYPE_TIME,
	TYPE_STRING,
	TYPE_FIELD,
	TYPE_PATH,
	TYPE_ENUM,
	TYPE_LIST,
	TYPE_PERCENTS,
	TYPE_WORDS,
	TYPE_PATTERN,
	TYPE_ADDRESS,
	TYPE_TEMPLATE,
	TYPE_ACTION,
	TYPE_COUNT
};

/* Flags of an option. */
enum { OF_ENGINE = 1 };

struct option {
	const char *section;
	const char *key;
	enum option_type type;
	const char *dflt;
	uint64_t lo, hi;
	const char *words; /* separated by blanks, or NULL */
	unsigned flags;
	const char *help;
	size_t offset; /* of the field in its struct */
};

/* OPTION_COUNT rows, in the order of options.def. */
extern const struct option option_table[];

/* The keys of [content NAME] and [policy NAME], by enum CONTENT_KEY_... */
extern const struct option content_table[], policy_table[];

/* The section's name as the table has it, or NULL when there is none. */
const char *option_section(const char *name);

/* The number of an option in enum option_id, or -1. Case is ignored. */
int option_find(const char *section, const char *key);

/* The first section that has such a key, or NULL. */
const char *option_section_of(const char *key);

/* What was probably meant by an unknown name, or NULL. */
const char *option_nearest_section(const char *name);
const char *option_nearest_key(const char *section, const char *key);

#endif
