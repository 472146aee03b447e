/*
 * Which objects of a PDF file are used as attached files, scripts or forms, and
 * of which libclamav may not see all: it cannot undo how pictures are packed,
 * for one.
 */
#ifndef PDF_REFS_PRIV_H
#define PDF_REFS_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers of objects that are equal modulo this are taken for the same. */
enum { PDF_REFS_NUMBERS = 1024 * 1024 };

enum pdf_ref {
	PDF_USED,    /* as a file or the like */
	PDF_UNSEEN,  /* libclamav may not see all of it */
	PDF_UNSURE,  /* nor of this, if an object in a stream is its length */
	PDF_ENDING,  /* the last digits of one of these two */
	PDF_REACHED, /* an entry of a table leads to these last digits */
	PDF_REFS
};

/* Zeroed: none. */
struct pdf_refs {
	unsigned char sets[PDF_REFS][PDF_REFS_NUMBERS / 8];
	bool any[PDF_REFS];
	bool used[PDF_REFS]; /* one of the set is used as well */
	bool packs;          /* there are objects in a stream */
	bool encrypted; /* it may be decrypted in another way by libclamav */
	bool misled;    /* tables may lead to the last digits of any */
	bool reached;   /* one is used, an ending, and reached */
	bool unclear;   /* a number that is used, or that of an object */
};

void pdf_refs_add(struct pdf_refs *refs, enum pdf_ref set, uint64_t number);

/* Whether the value of this key is used as a file or the like. */
bool pdf_refs_is_key(const char *name);

/* Whether all in the value of this key has names of its own choice. */
bool pdf_refs_is_resources(const char *name);

/* Whether some may not be seen, if they are used. */
bool pdf_refs_matter(const struct pdf_refs *refs);

/* Whether libclamav may not see all of a file. */
bool pdf_refs_meet(const struct pdf_refs *refs);

#endif
