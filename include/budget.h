/*
 * What one message may cost: bytes, files, depth and time, counted over every
 * reader that looks at it. A budget belongs to one job and one thread.
 *
 * Once a limit is exceeded the reason stays, and every later request is
 * refused: the walk unwinds and the job gets one finding of class `limits`.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
	uint64_t bytes_max;       /* decoded bytes of all parts and members */
	uint64_t file_max;        /* decoded bytes of one of them */
	uint64_t files_max;       /* parts and members */
	unsigned depth_max;       /* containers inside each other */
	uint64_t deadline_ms;     /* on the clock below; 0: none */
	uint64_t (*now_ms)(void); /* clock_mono_ms, or a test's own */

	uint64_t bytes, files;
	const char *exceeded; /* "scan_size", "files" ...; NULL: within all */
};

/* Counts one more part or member; false when that is one too many. */
bool budget_file(struct budget *b);

/*
 * Counts `n` more decoded bytes, of a file that has `of_file` of them so far
 * (n included). False when that is too many, or the time is up.
 */
bool budget_bytes(struct budget *b, uint64_t n, uint64_t of_file);

/* False when a container at this depth is too deep (the message is 0). */
bool budget_depth(struct budget *b, unsigned depth);

/* False when the time is up or another limit was exceeded before. */
bool budget_ok(struct budget *b);

#endif
