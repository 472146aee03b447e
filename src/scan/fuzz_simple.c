/*
 * Fuzzes the reading of simple mails without a parser: it hands out what GMime
 * does, part by part.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clean_priv.h"
#include "mime.h"
#include "mime_priv.h"

enum { TOLD_MAX = 64 * 1024 * 1024 };

static uint64_t
no_time(void)
{
	return 0;
}

static void
tell_text(struct buf *told, const char *text)
{
	(void)buf_addf(told, "[%s]", text != NULL ? text : "(none)");
}

static bool
take_leaf(void *arg, const struct part *part)
{
	struct buf *told = arg;

	(void)buf_addf(
	    told, "%d %d %u ", part->kind, part->attachment, part->depth);
	tell_text(told, part->where);
	tell_text(told, part->name);
	tell_text(told, part->type);
	tell_text(told, part->charset);
	(void)buf_addf(told, "%zu:", part->len);
	(void)buf_add(told, part->data, part->len);
	return true;
}

static void
take_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	(void)buf_addf(arg, "fact %d", class);
	tell_text(arg, name);
	tell_text(arg, where);
}

/* What one reading hands out; with `simple`, the one without a parser. */
static void
read_by(const uint8_t *data, size_t size, const struct clean_simple *simple,
    struct buf *told)
{
	struct budget budget = {.bytes_max = 64 * 1024 * 1024,
	    .file_max = 16 * 1024 * 1024,
	    .files_max = 10000,
	    .depth_max = 17,
	    .now_ms = no_time};
	struct part_sink sink = {
	    .arg = told, .leaf = take_leaf, .fact = take_fact};
	struct walk w = {.budget = &budget,
	    .sink = &sink,
	    .work_max = WALK_WORK_BASE + (uint64_t)size * WALK_WORK_FACTOR};
	struct message m = {
	    .place = "mail", .depth = 1, .data = data, .len = size};

	buf_init(told, TOLD_MAX);
	if (simple != NULL)
		mime_read_simple(&w, &m, simple);
	else
		mime_read_standard(&w, &m);
	seen_free(&w.seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct clean_bulk bulk;
	struct clean_simple simple;
	struct buf ours, gmimes;

	if (!ready)
		mime_init();
	ready = true;
	if (clean_check(data, size, &bulk, &simple) != NULL || simple.n == 0)
		return 0;
	read_by(data, size, &simple, &ours);
	read_by(data, size, NULL, &gmimes);
	if (ours.len != gmimes.len ||
	    memcmp(ours.data, gmimes.data, ours.len) != 0)
		abort();
	buf_fini(&ours);
	buf_fini(&gmimes);
	return 0;
}
