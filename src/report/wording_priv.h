/* Numbers and times as people read them; each is added to `out`. */
#ifndef WORDING_PRIV_H
#define WORDING_PRIV_H

#include <stdint.h>

#include "buf.h"

void wording_number(struct buf *out, uint64_t n);                   /* 12,345 */
void wording_bytes(struct buf *out, uint64_t n);                    /* 1.2 MB */
void wording_percent(struct buf *out, uint64_t part, uint64_t all); /* 2.4 % */
void wording_ms(struct buf *out, uint64_t ms);                      /* 1.8 s */
void wording_age(struct buf *out, int64_t s); /* 3 hours; unknown when -1 */
void wording_limit(struct buf *out, int64_t per_hour);

/* A time of day in UTC, as strftime has it. */
void wording_time(struct buf *out, int64_t time_s, const char *format)
    __attribute__((format(strftime, 3, 0)));

/*
 * Text that is not to be trusted, made harmless for where it goes: a terminal,
 * a page, a cell of a spreadsheet. That of a page may stand in an attribute
 * too; a cell comes with its quotes, and never begins a formula.
 */
void wording_plain(struct buf *out, const char *text);
void wording_html(struct buf *out, const char *text);
void wording_cell(struct buf *out, const char *text);

#endif
