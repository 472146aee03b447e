/*
 * Reads a mail that is not clean in the other ways that mail programs read
 * it, and hands out every result that is new: parts between any two lines
 * that look like boundaries, whatever the heads say, with bodies that begin
 * and end where one program or another lets them, decoded by every encoding
 * that their heads or their looks suggest, in all its broken forms.
 *
 * What it costs is bounded by the work of the walk (WALK_WORK_FACTOR); more
 * raises the fact `limits`, name "salvage".
 */
#ifndef SALVAGE_PRIV_H
#define SALVAGE_PRIV_H

#include "header_priv.h"
#include "mime_priv.h"

enum { SALVAGE_LINES_MAX = 20000 }; /* that look like boundaries */

/*
 * `why` tells what is not clean. Raises the fact `ambiguous` when something
 * is found that the standard reading does not show. False: stopped.
 */
bool salvage_read(struct walk *w, struct message *m, const char *why);

/* One body of one part, as it may stand in the mail. */
struct salvage_body {
	struct message *m;
	const char *why;
	const unsigned char *data;
	size_t len;
	bool says_base64, says_qp, says_uu; /* the head does, in some reading */
	bool says_other;  /* one that the standard reading does not know */
	bool raw;         /* hand it out undecoded too */
	bool text;        /* look for files in it as in any text */
	bool guess;       /* try encodings that only its looks suggest */
	bool brief;       /* only the likeliest forms */
	bool guessed;     /* set: it looks like base64 */
	const char *type; /* in lower case, or NULL */
	bool attachment;
	struct names *names;
};

/* Decodes it in all ways. False: stopped. */
bool salvage_body(struct walk *w, struct salvage_body *b);

/* True for the first bytes of files, scripts and archives. */
bool salvage_is_file(const unsigned char *data, size_t len);

#endif
