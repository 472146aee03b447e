/*
 * The bytes of one member, read block by block: the budget is asked before
 * each one is kept, sizes that an archive declares are never used.
 */
#include "archive_content_priv.h"

#include <stdlib.h>
#include <string.h>

enum { CONTENT_FIRST = 4096, EMPTY_BLOCKS_MAX = 1000 };

void
content_free(struct content *c)
{
	free(c->data);
	*c = (struct content){0};
}

/* realloc moves big blocks by remapping: no second copy while it grows. */
static bool
make_room(struct content *c, size_t more)
{
	size_t size = c->size > 0 ? c->size : CONTENT_FIRST;
	unsigned char *data;

	if (more > SIZE_MAX / 4 - c->len)
		return false;
	while (size < c->len + more)
		size *= 2;
	if (size == c->size)
		return true;
	data = realloc(c->data, size);
	if (data == NULL)
		return false;
	c->data = data;
	c->size = size;
	return true;
}

/* `hole` zeros and then the block. */
static bool
add(struct content *c, size_t hole, const struct reader_block *b)
{
	if (!make_room(c, hole + b->len))
		return false;
	if (hole > 0)
		memset(c->data + c->len, 0, hole);
	c->len += hole;
	if (b->len > 0)
		memcpy(c->data + c->len, b->data, b->len);
	c->len += b->len;
	return true;
}

static bool
is_in_ratio(const struct content_args *a, uint64_t len)
{
	uint64_t packed = reader_consumed(a->reader);

	packed = packed > a->consumed ? packed - a->consumed : 0;
	if (a->any_ratio)
		return true;
	if (packed < ARCHIVE_RATIO_FREE)
		packed = ARCHIVE_RATIO_FREE;
	return len <= a->room && len / ARCHIVE_RATIO_MAX <= packed;
}

/* Takes a block that was read; CONTENT_MORE to go on. */
static enum content_end
take(const struct content_args *a, struct content *c,
    const struct reader_block *b)
{
	uint64_t from = a->dry ? c->seen : c->len, hole = 0;

	c->doubtful |= b->doubtful;
	if (b->offset > from)
		hole = b->offset - from;
	if (!budget_bytes(a->budget, hole + b->len, from + hole + b->len))
		return CONTENT_LIMIT;
	if (a->dry) {
		c->seen += hole + b->len;
		return CONTENT_MORE;
	}
	if (!is_in_ratio(a, from + hole + b->len))
		return CONTENT_RATIO;
	if (!add(c, (size_t)hole, b))
		return CONTENT_MEMORY;
	return CONTENT_MORE;
}

enum content_end
content_read(const struct content_args *a, struct content *c)
{
	struct reader_block b;
	enum reader_step step;
	enum content_end end = CONTENT_MORE;
	unsigned empty = 0;

	while (end == CONTENT_MORE && (a->dry || c->len < a->want)) {
		step = reader_block(a->reader, &b);
		if (step == READER_END)
			return CONTENT_ALL;
		if (!budget_ok(a->budget))
			return CONTENT_LIMIT;
		if (step != READER_OK)
			return step == READER_PART ? CONTENT_PART : CONTENT_BAD;
		empty = b.len > 0 ? 0 : empty + 1;
		if (empty > EMPTY_BLOCKS_MAX)
			return CONTENT_BAD;
		end = take(a, c, &b);
	}
	return end;
}
