/* Lines that come again and again. */
#include "repeats_priv.h"

#include <stdio.h>
#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether two lines differ in their numbers at most. */
static bool
are_alike(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		if (is_digit(*a) && is_digit(*b)) {
			a += strspn(a, "0123456789");
			b += strspn(b, "0123456789");
		} else if (*a++ != *b++) {
			return false;
		}
	}
	return *a == *b;
}

/* A line of which there is nothing to be said any more is forgotten. */
static void
expire(struct repeat *it, uint64_t now_ms)
{
	if (it->more == 0 && now_ms - it->since_ms >= REPEATS_MS)
		it->shown = 0;
}

/*
 * Its entry; or the one for it: a free one, or the oldest of which nothing is
 * to be said. NULL when there is none.
 */
static struct repeat *
find(struct repeats *r, enum log_level level, const char *line, uint64_t now_ms,
    bool *known_r)
{
	struct repeat *best = NULL, *it;

	*known_r = true;
	for (it = r->list; it < r->list + REPEATS_LINES; it++) {
		expire(it, now_ms);
		if (it->shown > 0 && it->level == level &&
		    are_alike(it->line, line))
			return it;
		if (it->more > 0)
			continue;
		if (best == NULL || it->shown == 0 ||
		    (best->shown > 0 && it->since_ms < best->since_ms))
			best = it;
	}
	*known_r = false;
	return best;
}

bool
repeats_take(
    struct repeats *r, enum log_level level, const char *line, uint64_t now_ms)
{
	bool known;
	struct repeat *it = find(r, level, line, now_ms, &known);

	if (it == NULL)
		return true;
	if (!known) {
		it->level = level;
		it->since_ms = now_ms;
		it->shown = 0;
	} else if (it->shown == REPEATS_SHOWN || strcmp(it->line, line) == 0) {
		it->more++;
		return false;
	}
	it->shown++;
	(void)snprintf(it->line, sizeof(it->line), "%s", line);
	return true;
}

bool
repeats_sum(struct repeats *r, uint64_t now_ms, bool all,
    enum log_level *level_r, struct buf *line)
{
	struct repeat *it;

	for (it = r->list; it < r->list + REPEATS_LINES; it++) {
		if (it->more == 0 ||
		    (!all && now_ms - it->since_ms < REPEATS_MS))
			continue;
		*level_r = it->level;
		(void)buf_addf(line,
		    "%s ... and %lu more of the same in the last minute",
		    it->line, it->more);
		it->more = 0;
		it->since_ms = now_ms;
		return true;
	}
	return false;
}
