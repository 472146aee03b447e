/*
 * The line protocol: the first byte cuts the rest into pieces, as they arrive
 * on standard input; every line is a request. A path that was read is written
 * as a protocol string and read again, and is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "proto.h"
#include "text.h"

enum { LINE_BYTES = 8192 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_response(const struct buf *b)
{
	if (b->len + 1 > PROTO_LINE_MAX || b->len < 2 || b->data[0] != '"' ||
	    b->data[b->len - 1] != '"' || memchr(b->data, '\n', b->len) != NULL)
		abort();
}

static bool
is_clean(const char *s)
{
	size_t n = 0, len = strlen(s);

	for (; len > 0; s += n, len -= n) {
		n = text_utf8_len(s, len);
		if (n == 0 || (unsigned char)s[0] < ' ' || s[0] == 0x7f)
			return false;
	}
	return true;
}

static void
check_path(const char *path)
{
	struct request again;
	struct buf line;
	size_t before;

	buf_init(&line, (size_t)2 * PROTO_LINE_MAX);
	(void)buf_adds(&line, "1 FILE ");
	before = line.len;
	proto_string(&line, path, PROTO_SAFE_MAX);
	check_response(&(struct buf){
	    .data = line.data + before, .len = line.len - before});
	proto_parse(line.data, line.len, &again);
	if (is_clean(path) && strlen(path) < PROTO_SAFE_MAX / 4 &&
	    strcmp(again.path, path) != 0)
		abort();
	buf_fini(&line);
}

static void
take(void *arg, const char *line, size_t len, bool cut)
{
	struct request r;

	(void)arg;
	if (len > LINE_BYTES || memchr(line, '\n', len) != NULL ||
	    (cut && len != LINE_BYTES))
		abort();
	proto_parse(line, len, &r);
	if (strspn(r.seq, "0123456789") != strlen(r.seq) ||
	    (r.verb == VERB_NONE) != (r.seq[0] == '\0'))
		abort();
	if (r.verb == VERB_INTF && proto_interface(r.version) > PROTO_INTERFACE)
		abort();
	if (r.verb == VERB_FILE && r.path[0] != '\0')
		check_path(r.path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lines *l = lines_new(LINE_BYTES, take, NULL);
	size_t piece, n;

	if (size > 0) {
		piece = (size_t)data[0] * 16 + 1;
		for (data++, size--; size > 0; data += n, size -= n) {
			n = size < piece ? size : piece;
			lines_feed(l, (const char *)data, n);
		}
	}
	lines_end(l);
	lines_free(&l);
	return 0;
}
