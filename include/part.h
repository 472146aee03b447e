/*
 * What the readers (MIME, salvage, archives) hand out: every leaf they reach,
 * decoded, to a sink. The readers know no policy and no engine; the sink
 * decides what a leaf is worth.
 */
#ifndef PART_H
#define PART_H

#include <stdbool.h>
#include <stddef.h>

#include "class.h"

enum part_kind {
	PART_BODY,    /* a decoded part of a mail, read by the standard */
	PART_SALVAGE, /* another reading of such a part, by a mail program */
	PART_MEMBER   /* a member of an archive */
};

struct part {
	enum part_kind kind;
	const char *where; /* "mail/report.zip/inner.exe" */
	const char *name;  /* as the recipient sees it, UTF-8, or NULL */
	/*
	 * Names that other programs show instead, ended by NULL; or NULL.
	 * They come from repeated or broken parameters.
	 */
	const char *const *other_names;
	const char *type;          /* "image/png" as declared, or NULL */
	const char *charset;       /* as declared, or NULL */
	const unsigned char *data; /* never NULL; not ended by a NUL */
	size_t len;
	unsigned depth;  /* containers above it; a plain message's body is 1;
			    0: unknown, and so is the place within them */
	bool attachment; /* has a name or asks to be saved */
};

struct part_sink {
	void *arg;

	/*
	 * Takes one leaf. Everything in `part` lives for the call only.
	 * Returns false to stop the walk early.
	 */
	bool (*leaf)(void *arg, const struct part *part);

	/*
	 * Takes a fact that is not a leaf: class `partial`, `encrypted`,
	 * `ambiguous`, `broken` or `limits` with a short name and the place.
	 */
	void (*fact)(void *arg, enum msg_class class, const char *name,
	    const char *where);

	/*
	 * Takes a file that was seen in a container but is no leaf: its place
	 * and name (perhaps not UTF-8), and the first bytes of its content
	 * as far as they are known; `len` may be 0. It may come twice, and
	 * as a leaf too. NULL: such files are not wanted.
	 */
	void (*member)(void *arg, const struct part *part);

	/* Members of every archive are wanted as leaves. */
	bool wants_all;
};

#endif
