/*
 * Deciding what counts when a window is opened. Where messages may be missing
 * from what was found, the window counts as full; only an orderly end makes
 * the copy as good as the file itself.
 */
#include "window_case_priv.h"

#include <string.h>
#include <sys/random.h>

#include "window_view_priv.h"

/*
 * After a failure of power, pages that were not yet on the disk are lost; the
 * copy may then be this much ahead of the page.
 */
enum { LAG_SLOTS = 12 };

uint64_t
case_name(void)
{
	uint64_t name = 0;

	/* Without a random number it differs from the others by the time. */
	if (getrandom(&name, sizeof(name), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(name)) {
		struct moment m;

		clock_moment(&m);
		name = page_hash(&m, sizeof(m));
	}
	return name;
}

bool
case_same_boot(const struct window_case *c, const struct page_head *head)
{
	return memcmp(head->boot, c->now->boot, sizeof(head->boot)) == 0 &&
	       head->boot_ms <= c->now->boot_ms;
}

bool
case_is_ahead(const struct window_case *c, const struct page_head *head)
{
	return c->copy_state == COPY_SOUND &&
	       !page_knows(head, &c->copy.head) &&
	       memcmp(c->copy.head.boot, c->now->boot, sizeof(c->now->boot)) ==
		   0;
}

void
case_follow_copy(struct window_case *c)
{
	if (c->copy_state == COPY_SOUND &&
	    c->copy.head.lineage == c->head.lineage &&
	    c->copy.head.generation > c->head.generation)
		c->head.generation = c->copy.head.generation;
}

void
case_set_time(struct window_case *c, const struct page_head *before)
{
	int64_t least = c->counts.newest * WINDOW_SLOT_MS;

	if (before != NULL && case_same_boot(c, before)) {
		memcpy(c->head.boot, before->boot, sizeof(before->boot));
		c->head.boot_ms = before->boot_ms;
		c->head.time_ms = before->time_ms;
	} else {
		memcpy(c->head.boot, c->now->boot, sizeof(c->now->boot));
		c->head.boot_ms = c->now->boot_ms;
		c->head.time_ms =
		    c->now->wall_ms > least ? c->now->wall_ms : least;
	}
	counts_advance(
	    &c->counts, page_time(&c->head, c->now) / WINDOW_SLOT_MS);
}

void
case_retire(const struct files *files, struct window_case *c)
{
	struct view *v;
	int fd;

	fd = files_open_page(files, NULL);
	if (fd == -1)
		return;
	v = view_map(fd, &c->page.facts.head, NULL);
	if (v == NULL)
		return;
	if (view_whole(v) && view_move(v, NULL))
		view_read(v, &c->page.facts);
	view_free(v);
}

/* What is wrong with a sound page at the start; PLACED is certain fraud. */
enum open_fault { OPEN_RIGHT, OPEN_BEHIND, OPEN_LEFT, OPEN_PLACED };

static enum open_fault
judge_sound(const struct window_case *c)
{
	const struct page_facts *p = &c->page.facts;
	bool here = case_same_boot(c, &p->head);

	if (here && !c->page.own_inode)
		return OPEN_PLACED;
	/* Whoever ended counting there made no successor that shows. */
	if (here && p->moved && !case_is_ahead(c, &p->head))
		return OPEN_LEFT;
	if (c->copy_state != COPY_SOUND)
		return OPEN_RIGHT;
	if (c->copy.head.lineage != p->head.lineage)
		return OPEN_PLACED;
	/* Within one start of the machine the copy never is the newer one. */
	if (case_is_ahead(c, &p->head))
		return OPEN_BEHIND;
	if (!counts_behind(&p->counts, &c->copy.counts))
		return OPEN_RIGHT;
	if (!here && p->counts.newest + LAG_SLOTS >= c->copy.counts.newest)
		return OPEN_RIGHT;
	return OPEN_BEHIND;
}

/* A sound page at the start: what it says, and whether it says enough. */
static void
open_sound(const struct files *files, struct window_case *c, struct err *said)
{
	struct page_facts *p = &c->page.facts;
	enum open_fault fault = judge_sound(c);

	c->adopt =
	    fault == OPEN_RIGHT && case_same_boot(c, &p->head) && !p->moved;
	if (c->adopt)
		return;
	if (case_same_boot(c, &p->head))
		case_retire(files, c);
	c->head = p->head;
	c->counts = p->counts;
	case_follow_copy(c);
	if (c->copy_state == COPY_SOUND)
		counts_raise(&c->counts, &c->copy.counts);
	case_set_time(c, &p->head);
	if (fault == OPEN_RIGHT)
		return;
	if (fault == OPEN_BEHIND && c->copy.clean == 1) {
		(void)err_set(said,
		    "is older than its last state; the newer numbers were "
		    "taken from its copy");
		return;
	}
	(void)err_set(said, "%s; " CASE_FULL,
	    fault == OPEN_PLACED ? "is another file that was put in its place"
	    : fault == OPEN_LEFT ? "was left by a program that counted on in "
				   "memory"
				 : "is older than its last state");
	counts_fill(&c->counts);
}

/* No sound page at the start. */
static void
open_lost(struct window_case *c, struct err *said)
{
	if (c->copy_state == COPY_EMPTY && c->page.state == PAGE_MISSING) {
		c->head.lineage = case_name();
		case_set_time(c, NULL);
		return;
	}
	if (c->copy_state == COPY_SOUND) {
		c->head = c->copy.head;
		c->counts = c->copy.counts;
		case_set_time(c, &c->copy.head);
	} else {
		c->head.lineage = case_name();
		case_set_time(c, NULL);
	}
	if (c->copy_state == COPY_SOUND && c->copy.clean) {
		(void)err_set(said,
		    "%s; it was made again from its copy, no number is lost",
		    c->page.why.text);
		return;
	}
	(void)err_set(
	    said, "%s; it was made again, and " CASE_FULL, c->page.why.text);
	counts_fill(&c->counts);
}

void
case_open(const struct files *files, struct window_case *c, struct err *said)
{
	if (c->page.state == PAGE_SOUND)
		open_sound(files, c, said);
	else
		open_lost(c, said);
}
