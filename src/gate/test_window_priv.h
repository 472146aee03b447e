/* A window in a scratch folder with a clock that the test moves. */
#ifndef TEST_WINDOW_PRIV_H
#define TEST_WINDOW_PRIV_H

#include "test_gate_priv.h"
#include "window.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

struct bench {
	char *folder, *page, *copy;
	struct moment now;
	struct window *window;
	struct err said;
};

static inline void
bench_open(struct bench *b)
{
	b->window = window_open(b->folder, &b->now, &b->said);
}

static inline struct bench *
bench_new(void)
{
	struct bench *b = mem_zalloc(1, sizeof(*b));

	b->folder = scratch_new();
	b->page = mem_printf("%s/quota", b->folder);
	b->copy = mem_printf("%s/quota.copy", b->folder);
	b->now.wall_ms = INT64_C(1795219200000); /* 2026-11-21 */
	b->now.boot_ms = 1000 * SECOND;
	memset(b->now.boot, 1, sizeof(b->now.boot));
	bench_open(b);
	return b;
}

static inline void
bench_free(struct bench *b)
{
	window_close(&b->window);
	scratch_free(b->folder);
	free(b->page);
	free(b->copy);
	free(b);
}

static inline void
bench_pass(struct bench *b, int64_t ms)
{
	b->now.wall_ms += ms;
	b->now.boot_ms += (uint64_t)ms;
}

/* The machine is started again after some time. */
static inline void
bench_boot(struct bench *b, int64_t off_ms)
{
	b->now.wall_ms += off_ms;
	b->now.boot_ms = 5 * SECOND;
	b->now.boot[0]++;
}

/* Asks for `n` messages; returns how many were admitted. */
static inline unsigned
bench_admit(struct bench *b, unsigned n, uint64_t limit)
{
	unsigned done = 0;
	uint64_t used;

	while (n-- > 0)
		done += window_admit(b->window, &b->now, limit, &used);
	return done;
}

static inline uint64_t
bench_used(struct bench *b, uint64_t limit)
{
	struct window_use use;

	window_look(b->window, &b->now, limit, &use);
	return use.used;
}

#endif
