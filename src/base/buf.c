/* A growing byte buffer with a bound. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { BUF_FIRST_SIZE = 64 };

void
buf_init(struct buf *b, size_t max)
{
	size_t size = max < BUF_FIRST_SIZE ? max + 1 : BUF_FIRST_SIZE;

	*b = (struct buf){.max = max, .size = size};
	b->data = mem_zalloc(size, 1);
}

void
buf_fini(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->cut = false;
	b->data[0] = '\0';
}

/* Makes room for `more` bytes and the NUL; -1 when the bound forbids it. */
static int
buf_grow(struct buf *b, size_t more)
{
	size_t size = b->size;

	if (more > b->max - b->len) {
		b->cut = true;
		return -1;
	}
	while (size <= b->len + more)
		size = size > b->max / 2 ? b->max + 1 : size * 2;
	if (size != b->size) {
		b->data = mem_resize(b->data, size, 1);
		b->size = size;
	}
	return 0;
}

int
buf_add(struct buf *b, const void *data, size_t len)
{
	if (buf_grow(b, len) == -1)
		return -1;
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
	return 0;
}

int
buf_addc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_addf(struct buf *b, const char *fmt, ...)
{
	int n;
	va_list ap;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_grow(b, (size_t)n) == -1)
		return -1;
	va_start(ap, fmt);
	(void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}
