/* Files that are embedded in another, which is no archive. */
#ifndef EMBEDDED_PRIV_H
#define EMBEDDED_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether libclamav passes over some that may be in these bytes. In a program
 * it looks for programs as well; `files` is what it may look at in a message.
 */
bool embedded_left_out(
    const void *data, size_t len, bool in_program, uint32_t files);

#endif
