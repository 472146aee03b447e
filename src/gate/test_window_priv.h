/* A window in a scratch folder with a clock that the test moves. */
#ifndef TEST_WINDOW_PRIV_H
#define TEST_WINDOW_PRIV_H

#include "test.h"
#include "test_gate_priv.h"
#include "window.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

enum { LIMIT = 10, PAGE = 4096, COPY_MAX = 8192 };

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

/* The process ends without a chance to put anything in order. */
static inline void
bench_kill(struct bench *b)
{
	unsigned char copy[COPY_MAX];
	ssize_t n = file_read(b->copy, copy, sizeof(copy));

	/* What closing writes into the copy is undone. */
	window_close(&b->window);
	file_write(b->copy, copy, (size_t)n);
}

static inline void
assert_said(const struct bench *b, const char *words)
{
	if (strstr(b->said.text, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", b->said.text, words);
}

/* The window is full for an hour from now, then it works as ever. */
static inline void
assert_full_for_an_hour(struct bench *b)
{
	struct window_use use;

	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	window_look(b->window, &b->now, LIMIT, &use);
	assert_true(use.assumed);
	assert_int_equal(use.used, LIMIT);
	bench_pass(b, HOUR - SECOND);
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	bench_pass(b, 11 * SECOND);
	assert_int_equal(bench_admit(b, 2 * LIMIT, LIMIT), LIMIT);
	window_look(b->window, &b->now, LIMIT, &use);
	assert_false(use.assumed);
}

/* Runs up to a state in which 9 of 10 are used and an old page is known. */
static inline struct bench *
nearly_full(unsigned char *old)
{
	struct bench *b = bench_new();

	assert_int_equal(bench_admit(b, 2, LIMIT), 2);
	bench_pass(b, 2 * MINUTE);
	(void)window_check(b->window, &b->now, &b->said);
	assert_int_equal(file_read(b->page, old, PAGE), PAGE);
	assert_int_equal(bench_admit(b, 5, LIMIT), 5);
	bench_pass(b, 2 * MINUTE);
	assert_int_equal(bench_admit(b, 2, LIMIT), 2);
	assert_false(window_check(b->window, &b->now, &b->said));
	return b;
}

/* What is left after the damage: exactly one message, then none. */
static inline void
assert_one_left(struct bench *b)
{
	assert_int_equal(bench_admit(b, 5, LIMIT), 1);
	assert_int_equal(bench_used(b, LIMIT), LIMIT);
	bench_pass(b, 57 * MINUTE);
	assert_int_equal(bench_admit(b, 5, LIMIT), 2);
	bench_pass(b, 2 * MINUTE);
	assert_int_equal(bench_admit(b, 9, LIMIT), 5);
}

#endif
