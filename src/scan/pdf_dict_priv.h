/* Objects of PDF files, and what their dictionaries say of their streams. */
#ifndef PDF_DICT_PRIV_H
#define PDF_DICT_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "pdf_refs_priv.h"
#include "pdf_words_priv.h"

enum { PDF_WIDTHS = 3, PDF_WIDTH_MAX = 8 };

/* The entries of a stream that may be a table. */
struct pdf_rows {
	bool given;                  /* their widths */
	unsigned widths[PDF_WIDTHS]; /* of the fields, bytes */
	unsigned columns;            /* of what was predicted; 0: not said */
	bool unclear;                /* something, or it is said twice */
};

struct pdf_dict {
	const unsigned char *close;   /* here its end begins */
	const unsigned char *behind;  /* what was read, and blanks */
	const unsigned char *filters; /* behind the last one; NULL: none */
	bool is_dictionary, complete;
	bool torn; /* readers differ in where it ends */
	enum pdf_length length_is;
	size_t length; /* of the stream, bytes; or the number of that object */
	const unsigned char *length_at; /* behind its name, or NULL */
	bool flate;                     /* it is packed by Flate alone */
	bool attached;                  /* it says that it is a file */
	bool packs;                     /* it may hold objects */
	bool misread;   /* it may undo wrong filters, or not all of them */
	bool predicted; /* it does not undo the last step of packing */
	struct pdf_rows rows;
};

/*
 * Reads an object from behind the word "obj", at most up to `end`, and adds
 * what it names as files to `refs`.
 */
void pdf_read_object(const unsigned char *from, const unsigned char *end,
    struct pdf_refs *refs, struct pdf_dict *dict);

/* Adds what is named as files by objects that were packed together. */
void pdf_read_packed(
    const unsigned char *p, const unsigned char *end, struct pdf_refs *refs);

#endif
