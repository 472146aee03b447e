/* Two or three programs that count together, and what happens to their file. */
#ifndef TEST_WINDOW_RIVALS_PRIV_H
#define TEST_WINDOW_RIVALS_PRIV_H

#include "test.h"
#include "test_window_priv.h"

#define FULL "the limit counts as reached for 60 minutes"

/* 9 of 10 are used; `b` and the others count in the same file. */
struct rivals {
	struct bench *b;
	struct window *second, *third;
	char *away;
};

static inline int
rivals_setup(void **state)
{
	struct rivals *r = mem_zalloc(1, sizeof(*r));
	unsigned char old[PAGE];

	r->b = nearly_full(old);
	r->second = window_open(r->b->folder, &r->b->now, &r->b->said);
	r->third = window_open(r->b->folder, &r->b->now, &r->b->said);
	r->away = mem_printf("%s.away", r->b->page);
	*state = r;
	return 0;
}

static inline int
rivals_teardown(void **state)
{
	struct rivals *r = *state;

	window_close(&r->second);
	window_close(&r->third);
	bench_free(r->b);
	free(r->away);
	free(r);
	return 0;
}

static inline bool
admit(const struct rivals *r, struct window *w)
{
	uint64_t used;

	return window_admit(w, &r->b->now, LIMIT, &used);
}

/* Lets a program notice what happened to the file. */
static inline void
look(struct rivals *r, struct window *w)
{
	(void)window_check(w, &r->b->now, &r->b->said);
}

static inline void
take_away(const struct rivals *r)
{
	assert_int_equal(unlink(r->b->page), 0);
}

static inline void
put_aside(const struct rivals *r)
{
	assert_int_equal(rename(r->b->page, r->away), 0);
}

static inline void
put_back(const struct rivals *r)
{
	assert_int_equal(rename(r->away, r->b->page), 0);
}

#define RIVALS_TEST(f)                                                         \
	cmocka_unit_test_setup_teardown(f, rivals_setup, rivals_teardown)

#endif
