/*
 * Reloads, kills, and looks at the memory. One idea: what a filter holds can
 * be compared only while nothing is pending, so that before each look by time
 * no requests are sent until all are answered. The look lasts some seconds and
 * counts the least, for the filter may give back what it has freed a little
 * later, or just load definitions.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "drive.h"

enum {
	LOOK_S = 6,
	LOOK_LONGER_S = 20, /* at what has grown, on a busy machine */
	LAST_ANSWERS = 20   /* between the second look and the kill */
};

static bool
is_over(uint64_t since_us, long seconds)
{
	return child_now_us() - since_us >= (uint64_t)seconds * 1000000;
}

void
mischief_begin(struct drive *d)
{
	d->life_us = d->hup_us = child_now_us();
	if (d->begin_us == 0)
		d->begin_us = d->life_us;
	d->calm = d->marked = d->level = false;
	d->calm_us = 0;
}

static void
hang_up(struct drive *d)
{
	int fd;

	d->hups++;
	d->hup_us = child_now_us();
	d->next_hup = d->life_answers + (size_t)d->args->hup_every;
	if (d->args->hup_file == NULL) {
		(void)kill(d->child.pid, SIGHUP);
		return;
	}
	fd = open(d->args->hup_file, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd != -1)
		(void)close(fd);
}

void
mischief_look(struct drive *d)
{
	if (d->args->kill_s == 0 && d->at_mark.rss_kb == 0 &&
	    d->life_answers >= (size_t)d->args->mark)
		(void)child_usage(&d->child, &d->at_mark);
}

bool
mischief_growth(struct drive *d, const struct child_usage *now, bool tell)
{
	const struct child_usage *was = &d->at_mark;
	bool memory, files, threads;

	if (was->rss_kb <= 0 || now->rss_kb <= 0 || d->args->growth_max < 0)
		return true;
	memory = now->rss_kb * 100 > was->rss_kb * (100 + d->args->growth_max);
	files = now->fds > was->fds;
	threads = now->threads > was->threads;
	if (tell && memory)
		tally_fault(&d->tally, TALLY_LIFE,
		    "memory grew from %ld to %ld KiB", was->rss_kb,
		    now->rss_kb);
	if (tell && files)
		tally_fault(&d->tally, TALLY_LIFE,
		    "open files grew from %ld to %ld", was->fds, now->fds);
	if (tell && threads)
		tally_fault(&d->tally, TALLY_LIFE,
		    "threads grew from %ld to %ld", was->threads, now->threads);
	return !memory && !files && !threads;
}

static void
lower_to(long *least, long now)
{
	if (now < *least)
		*least = now;
}

/* One glance of a look; true when it was the last one. */
static bool
look(struct drive *d)
{
	struct child_usage now;

	if (d->calm_us == 0) {
		d->calm_us = child_now_us();
		d->least =
		    (struct child_usage){LONG_MAX, LONG_MAX, LONG_MAX, 0};
	}
	if (child_usage(&d->child, &now) == 0) {
		lower_to(&d->least.rss_kb, now.rss_kb);
		lower_to(&d->least.fds, now.fds);
		lower_to(&d->least.threads, now.threads);
	}
	return is_over(d->calm_us, LOOK_S) && d->least.rss_kb != LONG_MAX;
}

bool
mischief_level(struct drive *d)
{
	bool late;

	if (!d->marked)
		return true; /* this life has no level yet */
	if (!look(d))
		return false;
	late = is_over(d->calm_us, LOOK_LONGER_S);
	if (!mischief_growth(d, &d->least, late) && !late)
		return false;
	d->calm_us = 0;
	(void)fprintf(stderr,
	    "fake-server: life %zu: %ld KiB, later %ld; %ld and %ld open "
	    "files; %ld and %ld threads; %zu answers\n",
	    d->lives, d->at_mark.rss_kb, d->least.rss_kb, d->at_mark.fds,
	    d->least.fds, d->at_mark.threads, d->least.threads,
	    d->life_answers);
	return true;
}

static void
look_first(struct drive *d)
{
	if (!look(d))
		return;
	d->at_mark = d->least;
	d->calm_us = 0;
	d->marked = true;
	d->calm = false;
}

static void
look_again(struct drive *d)
{
	if (!mischief_level(d))
		return;
	d->level = true;
	d->kill_at = d->life_answers + LAST_ANSWERS;
	d->calm = false;
}

/* Two looks at each life, then its end. */
static void
live_and_die(struct drive *d)
{
	const struct drive_args *a = d->args;

	if (d->level) {
		if (d->life_answers < d->kill_at)
			return;
		(void)kill(d->child.pid, SIGKILL);
		drive_enter(d, DRIVE_DYING);
		return;
	}
	if (!is_over(d->life_us, d->marked ? a->kill_s : a->mark_s))
		return;
	d->calm = true;
	if (d->tally.answered < d->tally.sent)
		return;
	if (d->marked)
		look_again(d);
	else
		look_first(d);
}

void
mischief(struct drive *d)
{
	const struct drive_args *a = d->args;
	struct tally *t = &d->tally;

	if (d->state != DRIVE_RUNNING)
		return;
	if ((a->hup_every > 0 && d->life_answers >= d->next_hup) ||
	    (a->hup_s > 0 && !d->calm && is_over(d->hup_us, a->hup_s)))
		hang_up(d);
	if (a->seconds > 0 && t->sent < t->total &&
	    is_over(d->begin_us, a->seconds))
		t->total = t->sent;
	if (t->answered == t->total)
		return;
	if (a->kill_s > 0) {
		live_and_die(d);
	} else if (a->kill_every > 0 &&
		   d->life_answers >= (size_t)a->kill_every) {
		(void)kill(d->child.pid, SIGKILL);
		drive_enter(d, DRIVE_DYING);
	}
}
