/*
 * Reloads, kills, and looks at the memory. One idea: what a filter holds can
 * be compared only while nothing is pending, so that before each look by time
 * no requests are sent until all are answered. Touching the definitions makes
 * the filter load them and give back memory that it has freed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drive.h"

enum {
	LEVEL_WITHIN_S = 10, /* a load of definitions may be under way */
	LAST_ANSWERS = 20,   /* between the second look and the kill */
	FIRST_LOOKS = 4,     /* what is freed depends on who came last */
	TOUCHED_S = 3        /* until what was touched has had its effect */
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
	d->calm = d->level = false;
	d->looks = 0;
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

/* True when there was time for everything that was begun before. */
static bool
is_at_rest(struct drive *d)
{
	const char *file = d->args->touch;

	if (d->calm_us == 0) {
		d->calm_us = child_now_us();
		if (file != NULL)
			(void)utimensat(AT_FDCWD, file, NULL, 0);
	}
	return file == NULL || is_over(d->calm_us, TOUCHED_S);
}

bool
mischief_level(struct drive *d)
{
	struct child_usage now;
	bool late;

	if (d->looks < FIRST_LOOKS)
		return true; /* this life has no level yet */
	if (!is_at_rest(d))
		return false;
	late = is_over(d->calm_us, LEVEL_WITHIN_S);
	(void)child_usage(&d->child, &now);
	if (!mischief_growth(d, &now, late) && !late)
		return false;
	(void)fprintf(stderr,
	    "fake-server: life %zu: %ld KiB, later %ld; %ld and %ld open "
	    "files; %ld and %ld threads\n",
	    d->lives, d->at_mark.rss_kb, now.rss_kb, d->at_mark.fds, now.fds,
	    d->at_mark.threads, now.threads);
	d->calm_us = 0;
	return true;
}

static void
raise_to(long *level, long now)
{
	if (now > *level)
		*level = now;
}

/*
 * The level that later looks are compared with: the highest of some, in this
 * life and those before, for a slow machine warms up slowly.
 */
static void
look_first(struct drive *d)
{
	struct child_usage now;

	if (!is_at_rest(d))
		return;
	(void)child_usage(&d->child, &now);
	raise_to(&d->at_mark.rss_kb, now.rss_kb);
	raise_to(&d->at_mark.fds, now.fds);
	raise_to(&d->at_mark.threads, now.threads);
	d->looks++;
	d->calm_us = 0;
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

/* Some looks at each life, then its end. */
static void
live_and_die(struct drive *d)
{
	const struct drive_args *a = d->args;
	bool first = d->looks < FIRST_LOOKS;

	if (d->level) {
		if (d->life_answers < d->kill_at)
			return;
		(void)kill(d->child.pid, SIGKILL);
		drive_enter(d, DRIVE_DYING);
		return;
	}
	if (!is_over(d->life_us,
		first ? a->mark_s * (d->looks + 1) / FIRST_LOOKS : a->kill_s))
		return;
	d->calm = true;
	if (d->tally.answered < d->tally.sent)
		return;
	if (first)
		look_first(d);
	else
		look_again(d);
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
