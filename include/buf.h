/*
 * A growing byte buffer with a bound. Adding past the bound fails and marks
 * the buffer as cut; what was added before stays. The bytes are always
 * followed by a NUL that is not counted.
 *
 * A buffer belongs to one thread at a time.
 */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;  /* never NULL after buf_init */
	size_t len;  /* bytes in use */
	size_t size; /* bytes allocated */
	size_t max;  /* bound of len */
	bool cut;    /* something did not fit */
};

/* Prepares an empty buffer of at most `max` bytes. */
void buf_init(struct buf *b, size_t max);

/* Gives the memory back. The buffer may be used again after buf_init. */
void buf_fini(struct buf *b);

/* Forgets the contents, keeps the memory. */
void buf_reset(struct buf *b);

/*
 * Each adds to the end; 0, or -1 when it did not fit. Nothing is added then,
 * and the buffer is marked as cut.
 */
int buf_add(struct buf *b, const void *data, size_t len);
int buf_addc(struct buf *b, char c);
int buf_adds(struct buf *b, const char *s);
int buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
