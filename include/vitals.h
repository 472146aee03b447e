/*
 * The numbers that the program tells of itself: how often something happened,
 * and how things are. Expanded from vitals.def.
 *
 * Any thread may call any function. There are no locks: whoever answers a
 * message adds to a few numbers and goes on, and who reads them sees each as
 * it is, though not all of one moment.
 */
#ifndef VITALS_H
#define VITALS_H

#include <stdatomic.h>
#include <stdint.h>

#include "class.h"

enum vital {
#define VITAL(number, name, kind, metric, labels, help) VITAL_##name,
#include "vitals.def"
	VITAL_COUNT
};

enum vital_kind { VITAL_IS_COUNTER, VITAL_IS_GAUGE, VITAL_IS_SECONDS };

/* The words of answers. */
enum vital_response {
#define RESPONSE(number, word) RESPONSE_##word,
#include "vitals.def"
	RESPONSE_COUNT
};

/* The histogram's buckets; the last has no upper bound. */
enum vital_bucket {
#define BUCKET(milliseconds, seconds) BUCKET_##milliseconds,
#include "vitals.def"
	BUCKET_LAST,
	BUCKET_COUNT
};

/* Values of a gauge that are none. */
#define VITAL_UNKNOWN   UINT64_MAX
#define VITAL_UNLIMITED (UINT64_MAX - 1)

struct vitals {
	atomic_uint_least64_t value[VITAL_COUNT];
	atomic_uint_least64_t answers[RESPONSE_COUNT][CLASS_COUNT];
	atomic_uint_least64_t latency[BUCKET_COUNT]; /* each in one of them */
	atomic_uint_least64_t latency_ms;            /* of all together */
};

/* What is known of a number; texts are constants. */
struct vital_info {
	const char *name, *metric, *labels, *help;
	enum vital_kind kind;
};

const struct vital_info *vital_info(enum vital v);

/* "OK" ...; the upper bound of a bucket in seconds, "0.001" or "+Inf". */
const char *vital_response_word(enum vital_response r);
const char *vital_bucket_bound(enum vital_bucket b);

/* Nothing has happened yet, and nothing is known. */
void vitals_init(struct vitals *v);

/* Once more. */
void vitals_count(struct vitals *v, enum vital what);

/* As it is now; or a total that is counted elsewhere. */
void vitals_set(struct vitals *v, enum vital what, uint64_t value);

uint64_t vitals_get(const struct vitals *v, enum vital what);

/*
 * An answer, as the server gets it, "SEQ WORD ...", to a message of a class,
 * so many milliseconds after the request.
 */
void vitals_answer(
    struct vitals *v, const char *line, enum msg_class class, uint64_t ms);

/* How many there were; of a word, or of all. */
uint64_t vitals_answers_of(const struct vitals *v, enum vital_response r);
uint64_t vitals_answers(const struct vitals *v);

#endif
