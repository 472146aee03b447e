/* Between the store of candidates and the reader of texts. */
#ifndef PASSWORD_PRIV_H
#define PASSWORD_PRIV_H

#include <stddef.h>

#include "password.h"

/* The likeliest first. */
enum password_rank {
	RANK_WORKED, /* has opened something */
	RANK_NAMED,  /* "password: it" */
	RANK_NEAR,   /* a few words behind "password" */
	RANK_LISTED, /* by the administrator */
	RANK_MARKED, /* quoted or bold */
	RANK_TITLE,  /* in the subject or a file name */
	RANK_ODD,    /* has digits or other characters beside letters */
	RANK_WORD
};

/* What bold text is turned into: it is marked, and no word goes over it. */
enum { MARK_OPEN = 1, MARK_CLOSE = 2 };

/* Adds one; too short, too long and known ones are ignored. */
void password_add(
    struct passwords *p, enum password_rank rank, const char *s, size_t len);

/*
 * Turns HTML into text: tags become blanks or the marks above, entities what
 * they stand for. `to` has room for `len` bytes. Returns the bytes written.
 */
size_t password_from_html(char *to, const char *html, size_t len);

/* Does this look like HTML? */
bool password_is_html(const char *text, size_t len);

#endif
