/*
 * A month of traffic with a clock of the test's own: random mail, bursts,
 * restarts of the program and of the machine, abrupt ends, and somebody who
 * sets the clock. Every answer is compared with a plain list of the times at
 * which messages were delivered.
 */
#include "test.h"
#include "test_window_priv.h"

enum { DAYS = 30, PER_HOUR = 100, LIST_MAX = 200000 };

struct month {
	struct bench *bench;
	int64_t now_ms;   /* true time since the beginning */
	int64_t start_ms; /* true time of day of the beginning */
	uint32_t dice;
	int64_t *list; /* true times of deliveries */
	size_t n, oldest;
	unsigned refused, restarts;
};

/* A number below `n`, the same in each run. */
static uint32_t
roll(struct month *m, uint32_t n)
{
	m->dice = m->dice * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(m->dice >> 8) * n >> 24);
}

/* How many were delivered in the last `ms`, both ends included. */
static size_t
delivered(struct month *m, int64_t ms)
{
	size_t i = m->oldest;

	while (i < m->n && m->list[i] < m->now_ms - ms)
		i++;
	return m->n - i;
}

static void
one_message(struct month *m)
{
	uint64_t used;

	while (m->oldest < m->n && m->list[m->oldest] < m->now_ms - 2 * HOUR)
		m->oldest++;
	if (window_admit(m->bench->window, &m->bench->now, PER_HOUR, &used)) {
		assert_true(m->n < LIST_MAX);
		m->list[m->n++] = m->now_ms;
		assert_true(delivered(m, HOUR) <= PER_HOUR);
		assert_true(used >= delivered(m, HOUR));
		return;
	}
	m->refused++;
	/* Full: all but what falls into one slot is in the last hour. */
	assert_true(delivered(m, HOUR + WINDOW_SLOT_MS - 1) >= PER_HOUR);
}

static void
pass(struct month *m, int64_t ms)
{
	m->now_ms += ms;
	bench_pass(m->bench, ms);
}

static void
something_happens(struct month *m)
{
	struct bench *b = m->bench;

	switch (roll(m, 8)) {
	case 0: /* an orderly restart */
		window_close(&b->window);
		pass(m, roll(m, 5 * MINUTE));
		bench_open(b);
		break;
	case 1: /* kill -9, and the server starts it again */
	case 2:
		bench_kill(b);
		pass(m, roll(m, MINUTE));
		bench_open(b);
		break;
	case 3: /* the machine, with the right time of day */
		bench_kill(b);
		m->now_ms += MINUTE;
		b->now.wall_ms = m->start_ms + m->now_ms;
		b->now.boot_ms = 20 * SECOND;
		b->now.boot[0]++;
		bench_open(b);
		break;
	case 4: /* the clock is set to anything */
		b->now.wall_ms = m->start_ms +
				 ((int64_t)roll(m, 1 << 20) - (1 << 19)) * HOUR;
		break;
	case 5: /* and right again */
		b->now.wall_ms = m->start_ms + m->now_ms;
		break;
	case 6: /* the state file goes away */
		(void)unlink(b->page);
		(void)window_check(b->window, &b->now, &b->said);
		b->said.text[0] = '\0';
		break;
	default:
		(void)window_check(b->window, &b->now, &b->said);
		break;
	}
	m->restarts++;
	assert_string_equal(b->said.text, "");
}

static void
one_hour(struct month *m)
{
	const int64_t end = m->now_ms + HOUR;
	/* From a few messages to three times as many as are allowed. */
	const uint32_t gap_ms = HOUR / (1 + roll(m, 3 * PER_HOUR));

	while (m->now_ms < end) {
		if (roll(m, 40) == 0) {
			unsigned burst = roll(m, PER_HOUR);

			while (burst-- > 0) {
				one_message(m);
				pass(m, roll(m, 300));
			}
		}
		if (roll(m, 60) == 0)
			something_happens(m);
		one_message(m);
		pass(m, roll(m, 2 * gap_ms));
	}
}

static void
a_month_never_exceeds_the_limit(void **state)
{
	struct month m = {.bench = bench_new(), .dice = 20261121};
	int hour;

	(void)state;
	m.start_ms = m.bench->now.wall_ms;
	m.list = mem_zalloc(LIST_MAX, sizeof(*m.list));
	for (hour = 0; hour < 24 * DAYS; hour++)
		one_hour(&m);
	print_message("%zu delivered, %u refused, %u events\n", m.n, m.refused,
	    m.restarts);
	assert_true(m.n > 30000 && m.refused > 10000 && m.restarts > 1000);
	free(m.list);
	bench_free(m.bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_month_never_exceeds_the_limit),
	};

	return RUN_TESTS(tests);
}
