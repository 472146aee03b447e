/*
 * Fuzzes the whole walk: heads, names, the check for clean mail, the standard
 * reading, salvage and files in text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mime.h"
#include "mime_priv.h"
#include "text.h"

static uint64_t
no_time(void)
{
	return 0;
}

static void
require(bool condition)
{
	if (!condition)
		abort();
}

static bool
is_utf8(const char *s)
{
	size_t len = strlen(s), i, n;

	for (i = 0; i < len; i += n)
		if ((n = text_utf8_len(s + i, len - i)) == 0)
			return false;
	return true;
}

static bool
take_leaf(void *arg, const struct part *part)
{
	const char *const *other = part->other_names;
	size_t i, *sum = arg;

	require(part->data != NULL && part->where != NULL);
	require(strncmp(part->where, "mail/", 5) == 0);
	require(part->name == NULL || is_utf8(part->name));
	for (; other != NULL && *other != NULL; other++)
		require(is_utf8(*other));
	for (i = 0; i < part->len; i++)
		*sum += part->data[i];
	return true;
}

static void
take_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	(void)arg;
	require(class == CLASS_partial || class == CLASS_limits ||
		class == CLASS_ambiguous);
	require(name != NULL && where != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct budget budget = {.bytes_max = 64 * 1024 * 1024,
	    .file_max = 16 * 1024 * 1024,
	    .files_max = 10000,
	    .depth_max = 17,
	    .now_ms = no_time};
	size_t sum = 0;
	struct part_sink sink = {
	    .arg = &sum, .leaf = take_leaf, .fact = take_fact};

	if (!ready)
		mime_init();
	ready = true;
	(void)mime_walk(data, size, &budget, &sink);
	/* Salvage hands out no more than it was allowed to look at. */
	require(budget.bytes <=
		2 * WALK_WORK_BASE + (uint64_t)size * (WALK_WORK_FACTOR + 40));
	return 0;
}
