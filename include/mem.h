/*
 * Memory for the program's own small things. Running out of it is fatal: the
 * process says so on stderr and ends, and the server starts it again. Buffers
 * whose size comes from a message are allocated with plain malloc and checked
 * by their owner.
 *
 * Any thread may call. What is returned is freed with free().
 */
#ifndef MEM_H
#define MEM_H

#include <stddef.h>

/* n zeroed elements of `size` bytes each. */
void *mem_zalloc(size_t n, size_t size);

/* Like realloc for n elements of `size` bytes each, checked for overflow. */
void *mem_resize(void *old, size_t n, size_t size);

/* Copies of a string, and of its first `len` bytes with a NUL behind them. */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t len);

/* A string as by asprintf. */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
