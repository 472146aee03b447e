/*
 * The sieve must never hold back what matches: the input is a pattern, a line
 * end, and a text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "mem.h"
#include "needles.h"
#include "pattern.h"

enum { ROOM = 1 << 20, SIZE_MAX_USED = 2000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_pattern(const char *source, const struct buf *subject)
{
	struct needles *needles = needles_new();
	struct pattern_room *room = pattern_room_new();
	struct pattern *pattern = NULL;
	char *folded = fold_pattern(source);
	struct pattern_text text = {subject->data, subject->len, false};
	bool hit = false;
	enum pattern_result result;

	needles_add(needles, 0, folded);
	needles_close(needles);
	text.ascii = needles_look(needles, text.data, text.len, &hit);
	if (pattern_new(source, false, &pattern, NULL) == 0) {
		result = pattern_match(pattern, room, &text);
		if (!hit && result == PATTERN_FOUND)
			abort();
		/* Both codes agree, unless one gives up. */
		text.ascii = false;
		if (pattern_match(pattern, room, &text) + result ==
		    PATTERN_FOUND + PATTERN_ABSENT)
			abort();
	}
	free(folded);
	pattern_free(&pattern);
	pattern_room_free(&room);
	needles_free(&needles);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	struct buf subject;
	struct buf pattern;

	if (end == NULL || size > SIZE_MAX_USED)
		return 0;
	buf_init(&subject, ROOM);
	buf_init(&pattern, ROOM);
	fold_text((const char *)data, (size_t)(end - data), &pattern);
	fold_text(
	    (const char *)end + 1, (size_t)(data + size - end) - 1, &subject);
	/* A configuration file has no NUL, and a pattern ends at one. */
	try_pattern(pattern.data, &subject);
	buf_fini(&pattern);
	buf_fini(&subject);
	return 0;
}
