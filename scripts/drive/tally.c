/* The account of requests, answers and faults. */
#include "tally.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"

static const char *const fault_names[] = {
#define X(name, text) text,
    TALLY_FAULTS(X)
#undef X
};

void
tally_init(struct tally *t, size_t total)
{
	*t = (struct tally){.total = total};
	t->requests = mem_zalloc(total, sizeof(*t->requests));
}

void
tally_fini(struct tally *t)
{
	free(t->requests);
	t->requests = NULL;
}

void
tally_fault(struct tally *t, enum tally_fault fault, const char *fmt, ...)
{
	va_list ap;

	t->faults[fault]++;
	if (t->shown++ >= TALLY_FAULTS_SHOWN)
		return;
	(void)fputs("fake-server: ", stderr);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

const char *
tally_fault_name(enum tally_fault fault)
{
	return fault_names[fault];
}

size_t
tally_faults(const struct tally *t)
{
	size_t sum = 0;
	int i;

	for (i = 0; i < TALLY_FAULT_COUNT; i++)
		sum += t->faults[i];
	return sum;
}

bool
tally_answer(struct tally *t, size_t i, enum answer_kind kind, uint64_t now_us)
{
	struct request *r = &t->requests[i];
	uint64_t us = now_us - r->sent_us;

	if (r->answered)
		return false;
	r->answered = true;
	r->latency_us = us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	t->kinds[kind]++;
	t->answered++;
	return true;
}

size_t
tally_oldest(struct tally *t)
{
	while (t->oldest < t->sent && t->requests[t->oldest].answered)
		t->oldest++;
	return t->oldest;
}

static int
by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void
tally_latency(const struct tally *t, size_t first, struct tally_latency *l_r)
{
	uint32_t *all = mem_zalloc(t->answered, sizeof(*all));
	size_t i, n = 0;

	for (i = first; i < t->sent; i++)
		if (t->requests[i].answered)
			all[n++] = t->requests[i].latency_us;
	qsort(all, n, sizeof(*all), by_value);
	*l_r = (struct tally_latency){0};
	if (n > 0) {
		l_r->p50_us = all[(n - 1) / 2];
		l_r->p95_us = all[(n - 1) * 95 / 100];
		l_r->p99_us = all[(n - 1) * 99 / 100];
		l_r->max_us = all[n - 1];
	}
	free(all);
}
