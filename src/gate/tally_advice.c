/*
 * What a tally says about the license that is needed. All sums are taken over
 * one array of minutes, in the order of time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "tally.h"
#include "tally_priv.h"

enum {
	MINUTE_MS = 60000,
	HOUR_MIN = 60,
	DAY_HOURS = 24,
	WEEK_HOURS = 7 * DAY_HOURS,
	/* 361 slots of 10 seconds touch at most 62 minutes. */
	SLOTS_MIN = 62,
	HUNDRED = 100,
	TIME_SIZE = 64
};

static const uint64_t limits[TALLY_LIMITS] = {100, 500, 1000, 5000, 10000};

/* The minutes from the first to the last with messages. */
struct minutes {
	int64_t first;
	size_t n;
	uint32_t *count;
};

static bool
read_words(int fd, uint64_t *words)
{
	const size_t size = TALLY_MINUTES * sizeof(uint64_t);
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = pread(fd, (char *)words + done, size - done,
		    (off_t)(sizeof(struct tally_head) + done));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return false;
		if (n == 0)
			break; /* cut: the rest counts as empty */
		done += (size_t)n;
	}
	return true;
}

/* Empties the words of minutes that have not come yet. */
static void
drop_later(uint64_t *words, int64_t now)
{
	unsigned i;

	for (i = 0; i < TALLY_MINUTES; i++)
		if (tally_word_sound(words[i], i) &&
		    tally_word_minute(words[i]) > now)
			words[i] = 0;
}

/* Puts words in order; those older than the newest by a ring are left out. */
static void
sort_minutes(const uint64_t *words, struct minutes *m, struct tally_advice *a)
{
	int64_t last = -1, first = -1, minute;
	unsigned i;

	for (i = 0; i < TALLY_MINUTES; i++) {
		minute = tally_word_minute(words[i]);
		if (words[i] == 0)
			continue;
		if (!tally_word_sound(words[i], i))
			a->damaged++;
		else if (minute > last)
			last = minute;
	}
	for (i = 0; i < TALLY_MINUTES; i++) {
		minute = tally_word_minute(words[i]);
		if (!tally_word_sound(words[i], i) ||
		    minute <= last - TALLY_MINUTES)
			continue;
		m->count[minute % TALLY_MINUTES] =
		    (uint32_t)tally_word_count(words[i]);
		if (first == -1 || minute < first)
			first = minute;
	}
	a->first_minute = m->first = first;
	a->last_minute = last;
	m->n = last == -1 ? 0 : (size_t)(last - first + 1);
}

static uint64_t
minute_at(const struct minutes *m, size_t i)
{
	return m->count[(size_t)(m->first + (int64_t)i) % TALLY_MINUTES];
}

/* The sum of `width` minutes that end with each minute in turn. */
struct slide {
	size_t width;
	uint64_t sum;
};

static void
slide_on(struct slide *s, const struct minutes *m, size_t i)
{
	s->sum += minute_at(m, i);
	if (i >= s->width)
		s->sum -= minute_at(m, i - s->width);
}

static void
count_highest(const struct minutes *m, struct tally_advice *a)
{
	struct slide hour = {.width = HOUR_MIN}, slots = {.width = SLOTS_MIN};
	int64_t clock_hour, counted[TALLY_LIMITS];
	size_t i, k;

	memset(counted, 0xff, sizeof(counted));
	for (i = 0; i < m->n; i++) {
		slide_on(&hour, m, i);
		slide_on(&slots, m, i);
		a->messages += minute_at(m, i);
		if (hour.sum > a->highest) {
			a->highest = hour.sum;
			a->highest_minute = m->first;
			if (i >= HOUR_MIN)
				a->highest_minute +=
				    (int64_t)i - (HOUR_MIN - 1);
		}
		if (slots.sum > a->enough)
			a->enough = slots.sum;
		clock_hour = (m->first + (int64_t)i) / HOUR_MIN;
		for (k = 0; k < TALLY_LIMITS; k++) {
			if (hour.sum <= limits[k] || counted[k] == clock_hour)
				continue;
			counted[k] = clock_hour;
			a->limit[k].exceeded++;
		}
	}
}

static int
by_size(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The smallest number that is not exceeded by `percent` of the hours. */
static uint64_t
percentile(const uint64_t *sorted, uint64_t n, unsigned percent)
{
	return sorted[(n * percent + HUNDRED - 1) / HUNDRED - 1];
}

static void
count_hours(const struct minutes *m, struct tally_advice *a)
{
	const int64_t first = a->first_minute / HOUR_MIN;
	uint64_t *hour;
	size_t i;

	a->hours = (uint64_t)(a->last_minute / HOUR_MIN - first + 1);
	hour = mem_zalloc(a->hours, sizeof(*hour));
	for (i = 0; i < m->n; i++)
		hour[(m->first + (int64_t)i) / HOUR_MIN - first] +=
		    minute_at(m, i);
	qsort(hour, a->hours, sizeof(*hour), by_size);
	a->percentile_95 = percentile(hour, a->hours, 95);
	a->percentile_99 = percentile(hour, a->hours, 99);
	free(hour);
}

static int
advise(int fd, int64_t now, struct tally_advice *a, struct err *e)
{
	uint64_t *words = mem_zalloc(TALLY_MINUTES, sizeof(*words));
	struct minutes m = {
	    .count = mem_zalloc(TALLY_MINUTES, sizeof(uint32_t))};
	size_t k;
	int rc = -1;

	for (k = 0; k < TALLY_LIMITS; k++)
		a->limit[k].limit = limits[k];
	if (!read_words(fd, words)) {
		(void)err_sys(e, "cannot be read");
		goto out;
	}
	drop_later(words, now);
	sort_minutes(words, &m, a);
	if (m.n == 0) {
		(void)err_set(e, "holds no messages yet");
		goto out;
	}
	count_highest(&m, a);
	count_hours(&m, a);
	rc = 0;
out:
	free(words);
	free(m.count);
	return rc;
}

int
tally_advise(const char *folder, int64_t wall_ms, struct tally_advice *advice_r,
    struct err *e)
{
	char *path = mem_printf("%s/tally", folder);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int rc = -1;

	memset(advice_r, 0, sizeof(*advice_r));
	if (fd == -1 && errno == ENOENT)
		(void)err_set(e,
		    "nothing was counted yet; run cgpward --count-only as the "
		    "server's filter for some days");
	else if (fd == -1)
		(void)err_sys(e, "cannot be opened");
	else if (tally_head_read(fd, e) == 0)
		rc = advise(fd, wall_ms / MINUTE_MS, advice_r, e);
	if (rc == -1)
		(void)err_wrap(e, "%s", path);
	if (fd != -1)
		(void)close(fd);
	free(path);
	return rc;
}

static void
add_time(int64_t minute, struct buf *out)
{
	time_t t = minute * 60;
	struct tm tm;
	char text[TIME_SIZE];

	if (gmtime_r(&t, &tm) != NULL &&
	    strftime(text, sizeof(text), "%F %H:%M UTC", &tm) > 0)
		(void)buf_adds(out, text);
}

/* The smallest of the known limits that would have been enough, or 0. */
static uint64_t
enough_of(const struct tally_advice *a)
{
	size_t k;

	for (k = 0; k < TALLY_LIMITS; k++)
		if (a->enough <= a->limit[k].limit)
			return a->limit[k].limit;
	return 0;
}

static void
tell_enough(const struct tally_advice *a, struct buf *out)
{
	const uint64_t limit = enough_of(a);

	if (limit > 0)
		(void)buf_addf(out,
		    "A license for %llu messages per hour would have been "
		    "enough.\n",
		    (unsigned long long)limit);
	else
		(void)buf_addf(out,
		    "A license for %llu messages per hour, or without a limit, "
		    "would have been enough.\n",
		    (unsigned long long)a->enough);
	if (a->hours < WEEK_HOURS)
		(void)buf_adds(out,
		    "This is less than a week; count for longer before you "
		    "decide.\n");
	if (a->damaged > 0)
		(void)buf_addf(out,
		    "%u minutes of the tally were damaged and left out.\n",
		    a->damaged);
}

void
tally_tell(const struct tally_advice *a, struct buf *out)
{
	size_t k;

	(void)buf_addf(out, "%llu messages in %llu hours, from ",
	    (unsigned long long)a->messages, (unsigned long long)a->hours);
	add_time(a->first_minute, out);
	(void)buf_adds(out, " to ");
	add_time(a->last_minute, out);
	(void)buf_addf(out, ".\nMost in 60 minutes: %llu messages, from ",
	    (unsigned long long)a->highest);
	add_time(a->highest_minute, out);
	(void)buf_addf(out,
	    ".\n95 percent of the hours had at most %llu messages, 99 percent "
	    "at most %llu.\n",
	    (unsigned long long)a->percentile_95,
	    (unsigned long long)a->percentile_99);
	for (k = 0; k < TALLY_LIMITS; k++)
		(void)buf_addf(out,
		    "A limit of %llu would have been exceeded in %llu of the "
		    "hours.\n",
		    (unsigned long long)a->limit[k].limit,
		    (unsigned long long)a->limit[k].exceeded);
	tell_enough(a, out);
}
