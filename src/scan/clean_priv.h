/*
 * A quick look that tells whether every program reads a mail alike, so that
 * one reading is enough. Strict on purpose: what this grammar does not know
 * is not clean. One pass, no memory of its own; any thread may call.
 */
#ifndef CLEAN_PRIV_H
#define CLEAN_PRIV_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What makes a reader that keeps an object for everything take memory. Of a
 * mail that is not clean it can only be guessed.
 */
struct clean_bulk {
	size_t parts;
	size_t fields;
	size_t commas;  /* in fields: each may be an address */
	size_t longest; /* bytes of a field */
};

enum clean_encoding { CLEAN_TEXT, CLEAN_BASE64, CLEAN_QP };

/* A part as it stands in the mail. What is not given is NULL. */
struct clean_leaf {
	enum clean_encoding encoding;
	const char *type; /* "text/html" */
	size_t type_len;
	const char *charset;
	size_t charset_len;
	const char *body; /* behind the head */
	size_t body_len;  /* to the end of the line in front of a boundary */
};

enum { CLEAN_LEAVES_MAX = 16 };

/*
 * A mail that consists of a few parts without names, none of which is a
 * message: there is nothing more to know of it.
 */
struct clean_simple {
	struct clean_leaf leaves[CLEAN_LEAVES_MAX];
	unsigned n; /* 0: the mail is another */
	bool other; /* while it is read */
};

enum {
	BULK_PARTS_MAX = 20000,
	BULK_FIELDS_MAX = 200000,
	BULK_COMMAS_MAX = 20000,
	BULK_FIELD_MAX = 256 * 1024
};

/* What is too much of it, or NULL. */
const char *clean_bulk_exceeds(const struct clean_bulk *bulk);

/* Counts one field, with its folded lines. */
void clean_bulk_field(struct clean_bulk *bulk, const char *p, size_t len);

/* Guesses the bulk of a mail, clean or not. */
void clean_bulk_guess(
    const unsigned char *data, size_t len, struct clean_bulk *bulk_r);

/*
 * NULL when the mail is clean, else what is not: "an unknown transfer
 * encoding". The text is a constant. `bulk_r` and `simple_r` are only of use
 * for a clean mail.
 */
const char *clean_check(const unsigned char *data, size_t len,
    struct clean_bulk *bulk_r, struct clean_simple *simple_r);

#endif
