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

/*
 * A mail without any structure: one text, not encoded, that is no file. Its
 * only part is what stands behind its head.
 */
struct clean_plain {
	const char *body; /* NULL: the mail is another */
	const char *type; /* "text/html", in the mail; NULL: not given */
	size_t type_len;
	const char *charset; /* likewise */
	size_t charset_len;
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
 * encoding". The text is a constant. `bulk_r` and `plain_r` are only of use
 * for a clean mail.
 */
const char *clean_check(const unsigned char *data, size_t len,
    struct clean_bulk *bulk_r, struct clean_plain *plain_r);

#endif
