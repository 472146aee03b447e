/*
 * Every request, when it was sent and how it was answered, and every fault
 * that was seen. The account that decides whether a run was good.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answer.h"

enum { TALLY_FAULTS_SHOWN = 20 };

struct request {
	uint64_t sent_us;
	uint32_t latency_us;
	uint32_t message; /* index into the spool */
	bool answered;
};

#define TALLY_FAULTS(X)                                                        \
	X(MISSING, "missing")                                                  \
	X(TWICE, "answered_twice")                                             \
	X(UNKNOWN, "answers_without_request")                                  \
	X(MALFORMED, "malformed_lines")                                        \
	X(UNEXPECTED, "unexpected_answers")                                    \
	X(LATE, "timeouts")                                                    \
	X(LIFE, "faults_of_the_process")

enum tally_fault {
#define X(name, text) TALLY_##name,
	TALLY_FAULTS(X)
#undef X
	    TALLY_FAULT_COUNT
};

struct tally {
	struct request *requests;
	size_t total;
	size_t sent;     /* requests [0, sent) were sent at least once */
	size_t answered; /* of these */
	size_t oldest;   /* all before it are answered */
	size_t kinds[ANSWER_COUNT];
	size_t faults[TALLY_FAULT_COUNT];
	size_t shown;
};

struct tally_latency {
	uint32_t p50_us, p95_us, p99_us, max_us;
};

void tally_init(struct tally *t, size_t total);
void tally_fini(struct tally *t);

/* Counts a fault and says so on stderr, the first few times. */
void tally_fault(struct tally *t, enum tally_fault fault, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
const char *tally_fault_name(enum tally_fault fault);
size_t tally_faults(const struct tally *t);

/* Enters the answer to request `i`; false and a fault if it is not the first.
 */
bool tally_answer(
    struct tally *t, size_t i, enum answer_kind kind, uint64_t now_us);

/* The oldest request that was sent and not answered; `sent` if there is none.
 */
size_t tally_oldest(struct tally *t);

/*
 * Percentiles over the answered requests from `first` on, each measured from
 * its last sending.
 */
void tally_latency(
    const struct tally *t, size_t first, struct tally_latency *l_r);

#endif
