/* The text of a license: its signed lines to a struct and back. */
#ifndef LICENSE_TEXT_PRIV_H
#define LICENSE_TEXT_PRIV_H

#include <stddef.h>

#include "buf.h"
#include "err.h"
#include "license.h"

#define LICENSE_TITLE     "cgpward-license "
#define LICENSE_VERSION   "1"
#define LICENSE_SIGNATURE "signature: "

/*
 * Reads the lines in front of the signature, whose `len` bytes end with LF.
 * They are to be verified before. The dates are not compared with any time.
 */
enum license_fault license_text_parse(
    const char *text, size_t len, struct license *license_r, struct err *e);

/* Adds the lines in front of the signature. */
void license_text_format(const struct license *license, struct buf *out);

/* "2026-11-21" or "never". */
enum { LICENSE_DAY_SIZE = 32 };
const char *license_day_format(int64_t day, char *text, size_t size);

/* "1000 messages per hour", "1 message per hour", "any number of messages". */
void license_number_format(uint64_t per_hour, struct buf *out);

#endif
