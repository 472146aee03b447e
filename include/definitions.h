/*
 * A folder of virus definitions, seen from outside: what is in it, how old it
 * is, and whether it has changed. Loading it is the engine's business.
 * Any thread may call.
 */
#ifndef DEFINITIONS_H
#define DEFINITIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { DEFINITIONS_VERSION_MAX = 64 };

struct definitions {
	unsigned files;  /* files that libclamav would load */
	uint64_t bytes;  /* their size together */
	uint64_t stamp;  /* changes when any of them changes */
	int64_t built_s; /* the newest set's date, seconds since 1970 */
	/* "27851", the number of the official daily set, or "2026-11-20" */
	char version[DEFINITIONS_VERSION_MAX];
	char problem[160]; /* why the folder cannot be loaded, or "" */
};

/* Looks at a folder. A missing or unreadable one has no files. */
void definitions_look(const char *folder, struct definitions *d_r);

/* True when libclamav loads a file of this name. */
bool definitions_is_one(const char *file_name);

/* True when a file of this name is a set that is packed as a whole. */
bool definitions_is_packed(const char *file_name);

/*
 * False when no file of the folder that libclamav loads holds the text, which
 * is up to 64 bytes. What is packed (.cvd, .cld, .cud) or cannot be read may
 * hold it.
 */
bool definitions_may_hold(const char *folder, const char *text);

/* True when both names lead to the same existing folder. */
bool definitions_same_folder(const char *a, const char *b);

#endif
