/*
 * A set of definitions in words: which edition it is, and what is wrong with
 * it. Any thread may call.
 */
#ifndef EDITION_H
#define EDITION_H

#include <stdint.h>

#include "buf.h"
#include "engine.h"

/* Adds version, date, age at `now_s` (wall clock) and signatures. */
void edition_describe(
    const struct engine_info *info, int64_t now_s, struct buf *out);

/* Logs that, and as an error or a warning what is missing. */
void edition_tell(const struct engine_info *info);

#endif
