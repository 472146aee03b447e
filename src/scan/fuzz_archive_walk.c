/* The walk on any bytes: no crash, no hang, and sane parts and facts. */
#include <stdlib.h>
#include <string.h>

#include "archive_walk.h"
#include "embedded_priv.h"
#include "pdf_priv.h"

enum { TICKS_MAX = 20000 };

static uint64_t ticks;

/* Time passes with each look at it, so that hangs end as limits. */
static uint64_t
now_ms(void)
{
	return ++ticks;
}

static bool
see_leaf(void *arg, const struct part *part)
{
	volatile unsigned char sum = 0;
	size_t i;

	(void)arg;
	if (part->data == NULL || part->where == NULL || part->depth < 2)
		abort();
	for (i = 0; i < part->len; i++)
		sum = (unsigned char)(sum + part->data[i]);
	return true;
}

static void
see_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	(void)arg;
	if (class >= CLASS_COUNT || name == NULL || where == NULL)
		abort();
}

static struct passwords *
give_passwords(void *arg)
{
	return arg;
}

/* libarchive asks for what an archive claims, and copes when refused. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1:max_allocation_size_mb=512";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct budget b = {
	    .bytes_max = 4 << 20,
	    .file_max = 1 << 20,
	    .files_max = 200,
	    .depth_max = 6,
	    .now_ms = now_ms,
	};
	struct part_sink sink = {.leaf = see_leaf, .fact = see_fact};
	struct passwords *p = passwords_new(now_ms);
	struct archive_env env = {.budget = &b,
	    .sink = &sink,
	    .passwords = give_passwords,
	    .passwords_arg = p};
	struct archive_in in = {data, len, "mail/it", "it.tgz", 1};
	uint64_t unpacked = 1 << 20;
	struct pdf_refs *refs;

	ticks = 0;
	b.deadline_ms = TICKS_MAX;
	password_add_list(p, "Geheim-42,infected", 18);
	(void)archive_walk(&in, &env);
	(void)pdf_left_out(data, len, &refs, &unpacked);
	if (refs != NULL)
		(void)pdf_look_at_stream(data, len, refs);
	free(refs);
	(void)embedded_left_out(data, len, true, 200);
	passwords_free(&p);
	return 0;
}
