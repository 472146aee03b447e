/* What a file is by its content, whatever its name says. Pure. */
#ifndef FILETYPE_PRIV_H
#define FILETYPE_PRIV_H

#include <stddef.h>

#include "config.h"

/*
 * A set of bits 1 << enum file_type, of those that are wanted. `data` may be
 * just the first bytes of the file; what stands further in or at the end is not
 * found then.
 */
unsigned filetype_of(const unsigned char *data, size_t len, unsigned wanted);

/* "executable", "office-macros": the word of the configuration. */
const char *filetype_name(enum file_type type);

#endif
