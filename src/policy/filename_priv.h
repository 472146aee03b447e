/*
 * What the name of a file says to the programs that open it. Pure functions;
 * any thread may call.
 */
#ifndef FILENAME_PRIV_H
#define FILENAME_PRIV_H

#include <stdbool.h>

#include "globs.h"
#include "reading_priv.h"

enum { FILENAME_FORMS_MAX = 2 };

struct filename {
	/*
	 * The name in the form of fold_name, without folders, control
	 * characters, and what Windows drops at the end; and what is left of
	 * it in front of a colon. `n` of them; none for an empty name.
	 */
	char *form[FILENAME_FORMS_MAX];
	unsigned n;

	/* The first form in other charsets, when its own is not known. */
	char *reading[READINGS_MAX];
	unsigned readings;

	/* What it hides by, whatever its extension is; or NULL. A constant. */
	const char *deceptive;

	bool tail; /* blanks or dots are behind the last form */
};

/*
 * Reads a name in any bytes; those that are not UTF-8 are guessed. `readings`
 * may be NULL: the name then has none.
 */
void filename_read(
    const char *name, struct readings *readings, struct filename *filename_r);
void filename_fini(struct filename *filename);

/*
 * Whether a form ends in an extension of something that runs, behind that of
 * something to look at: "invoice.pdf.exe".
 */
bool filename_is_double(const char *form, const struct globs *runnable);

#endif
