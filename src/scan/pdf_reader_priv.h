/*
 * Reading the objects of a PDF file word by word. What libclamav would read
 * there otherwise makes it odd.
 */
#ifndef PDF_READER_PRIV_H
#define PDF_READER_PRIV_H

#include "pdf_dict_priv.h"

struct pdf_reader {
	const unsigned char *from, *p, *end;
	struct pdf_dict *dict;
	struct pdf_refs *refs;
	bool packed; /* objects, or what only looks like them */
	bool raw;    /* strings and comments are read as what they hold */
	unsigned depth, brackets;
	uint64_t lists_open;       /* a bit each of what is open: a list */
	unsigned resources;        /* the depth of those that are open, or 0 */
	unsigned numbers;          /* that were read one after the other */
	uint64_t number, previous; /* the last two of them */
	unsigned glued;            /* bits of these: not by themselves */
	bool text;                 /* in front of them */
	char name[PDF_NAME_ROOM];  /* the last one */
	bool key;                  /* it is the last token, and a key */
	unsigned lists, filters, lengths;
	bool counts;  /* libclamav would take a filter */
	bool subtype; /* the last name was this key */
	bool picture, predicted;
	bool parameters; /* of filters are being read */
	bool odd;        /* not written plainly */
};

/* Passes over blanks, and comments unless they are read. */
void pdf_skip(struct pdf_reader *r);

/* Reads the "[" at hand. */
void pdf_open_list(struct pdf_reader *r);

/* Whether there is something that libclamav would not take for a string. */
bool pdf_misleads(const struct pdf_reader *r, const unsigned char *p,
    const unsigned char *end);

/* Reads the name at hand, and the filters behind it if it is their key. */
void pdf_read_key(struct pdf_reader *r);

#endif
