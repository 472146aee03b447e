/* Numbers in the kernel's text files. */
#ifndef PROCFS_PRIV_H
#define PROCFS_PRIV_H

#include <stdint.h>

/*
 * The number in the first line of the file that starts with `key`, after
 * blanks; `otherwise` when there is none. Any thread may call.
 */
uint64_t procfs_number(const char *path, const char *key, uint64_t otherwise);

#endif
