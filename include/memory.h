/*
 * How much memory the process uses and how much is left for it, in bytes, as
 * the kernel says. Any thread may call.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* Resident memory of this process; 0 when it cannot be told. */
uint64_t memory_used(void);

/*
 * What could still be taken: the machine's available memory, or what is left
 * of a cgroup's limit when that is less. UINT64_MAX when it cannot be told.
 */
uint64_t memory_left(void);

/*
 * Has the allocator give memory back when it is freed, instead of keeping as
 * many megabytes as the heaviest message needed, for each thread.
 * To be called before there are threads.
 */
void memory_tune(void);

/* Gives back what was freed in the middle of what is used. */
void memory_give_back(void);

/* When that is due; zeroed at first. One thread's. */
struct memory_turn {
	uint64_t answered; /* messages, when it was asked last */
	uint64_t given_ms; /* when it was due last */
	bool given;        /* and nothing has been answered since */
};

/*
 * To be asked every second, with how many messages were answered. True every
 * few seconds while there are any, and once more after the last of them, for a
 * scan frees what it holds behind its answer.
 */
bool memory_due(struct memory_turn *turn, uint64_t answered, uint64_t mono_ms);

#endif
