/*
 * The program's own numbers. Each is counted for itself, so that threads meet
 * nowhere; what has to fit together is added up by whoever reads.
 */
#include "vitals.h"

#include <stddef.h>
#include <string.h>

static const struct vital_info infos[] = {
#define VITAL(number, name, kind, metric, labels, help)                        \
	[VITAL_##name] = {#name, metric, labels, help, VITAL_IS_##kind},
#include "vitals.def"
};

static const char *const words[] = {
#define RESPONSE(number, word) [RESPONSE_##word] = #word,
#include "vitals.def"
};

static const char *const bounds[] = {
#define BUCKET(milliseconds, seconds) [BUCKET_##milliseconds] = (seconds),
#include "vitals.def"
    [BUCKET_LAST] = "+Inf",
};

static const uint64_t bounds_ms[] = {
#define BUCKET(milliseconds, seconds) [BUCKET_##milliseconds] = (milliseconds),
#include "vitals.def"
};

const struct vital_info *
vital_info(enum vital v)
{
	return &infos[v];
}

const char *
vital_response_word(enum vital_response r)
{
	return words[r];
}

const char *
vital_bucket_bound(enum vital_bucket b)
{
	return bounds[b];
}

void
vitals_init(struct vitals *v)
{
	size_t i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < VITAL_COUNT; i++)
		if (infos[i].kind != VITAL_IS_COUNTER)
			atomic_init(&v->value[i], VITAL_UNKNOWN);
}

static void
add(atomic_uint_least64_t *to, uint64_t n)
{
	(void)atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static uint64_t
get(const atomic_uint_least64_t *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

void
vitals_count(struct vitals *v, enum vital what)
{
	add(&v->value[what], 1);
}

void
vitals_set(struct vitals *v, enum vital what, uint64_t value)
{
	atomic_store_explicit(&v->value[what], value, memory_order_relaxed);
}

uint64_t
vitals_get(const struct vitals *v, enum vital what)
{
	return get(&v->value[what]);
}

/* The word behind the number, which is one of ours. */
static enum vital_response
response_of(const char *line)
{
	const char *word = line + strcspn(line, " ");
	size_t len, i;

	word += strspn(word, " ");
	len = strcspn(word, " ");
	for (i = 0; i < RESPONSE_COUNT - 1; i++)
		if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
			break;
	return (enum vital_response)i;
}

void
vitals_answer(
    struct vitals *v, const char *line, enum msg_class class, uint64_t ms)
{
	size_t bucket = 0;

	while (bucket < BUCKET_LAST && ms > bounds_ms[bucket])
		bucket++;
	add(&v->answers[response_of(line)][class], 1);
	add(&v->latency[bucket], 1);
	add(&v->latency_ms, ms);
}

uint64_t
vitals_answers_of(const struct vitals *v, enum vital_response r)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < CLASS_COUNT; i++)
		n += get(&v->answers[r][i]);
	return n;
}

uint64_t
vitals_answers(const struct vitals *v)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < RESPONSE_COUNT; i++)
		n += vitals_answers_of(v, (enum vital_response)i);
	return n;
}
