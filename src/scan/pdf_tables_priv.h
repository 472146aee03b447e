/*
 * The tables of PDF files, which say where each object begins (ISO 32000-1,
 * 7.5.4 and 7.5.8). Readers begin to read its number there, even when there are
 * digits in front; libclamav searches for numbers, and takes all their digits.
 * The numbers that are found so are added to those that are reached; where a
 * table may be read in more than one way, readers are taken to be misled.
 */
#ifndef PDF_TABLES_PRIV_H
#define PDF_TABLES_PRIV_H

#include "pdf_dict_priv.h"
#include "pdf_stream_priv.h"

/* Follows an entry. */
void pdf_reach(struct pdf_file *file, uint64_t offset);

void pdf_look_at_tables(struct pdf_file *file);

/*
 * The same of a table that is a stream; `data` is where it begins, NULL if that
 * is not clear.
 */
void pdf_look_at_rows(struct pdf_file *file, const struct pdf_dict *dict,
    const unsigned char *data);

#endif
