/*
 * The lines of an INI file, through inih, which does not say in which line it
 * is, splits long lines in silence and reports no section of its own. None of
 * that gets past this reader.
 */
#ifndef READER_PRIV_H
#define READER_PRIV_H

#include <stddef.h>

/*
 * Takes what a file holds, in the order of the lines. Texts live for the call
 * only and hold no control characters. `line` counts from 1.
 */
struct ini_sink {
	void *arg;

	/* [name] */
	void (*section)(void *arg, unsigned line, const char *name);

	/* key = value */
	void (*option)(
	    void *arg, unsigned line, const char *key, const char *value);

	/* A line that begins with a blank and continues the option above. */
	void (*more)(void *arg, unsigned line, const char *value);

	/* A line that was refused; nothing of it is handed out. */
	void (*refused)(void *arg, unsigned line, const char *why);
};

/* Reads a whole file that is in memory. */
void ini_read(const char *data, size_t len, const struct ini_sink *sink);

#endif
