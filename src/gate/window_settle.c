/*
 * Settling on a state file. The one idea: whatever was found is put together
 * so that no message is missing from it - two views of the same messages by
 * the higher number, different messages by their sum - and where messages
 * may be missing the window counts as full. The result goes into a new file;
 * the one before is marked first, so that nobody goes on counting there.
 */
#include "window_settle_priv.h"

#include "window_case_priv.h"

enum { TRIES_MAX = 3 };

/*
 * True when the page was made after counting in `own` had ended, holds its
 * numbers, and is still in use; and when no later file is known of.
 */
static bool
is_successor(const struct window_case *c, const struct view *own)
{
	const struct page_facts *page = &c->page.facts;

	return c->moved && c->page.own_inode && !page->moved &&
	       page_knows(&page->head, &own->head) &&
	       !case_is_ahead(c, &page->head);
}

/* The milliseconds by which a slot of `from` is later in the time of `to`. */
static int64_t
shift(const struct page_head *from, const struct page_head *to)
{
	return (to->time_ms - (int64_t)to->boot_ms) -
	       (from->time_ms - (int64_t)from->boot_ms);
}

/* Puts another program's file together with the numbers of this one. */
static void
join(const struct files *files, struct window_case *c)
{
	const struct page_head *there = &c->page.facts.head;
	bool left = c->page.facts.moved;

	case_retire(files, c);
	/* A memory was begun with the last numbers of the file it came from. */
	if (there->lineage == c->head.lineage ||
	    (left && page_knows(&c->head, there))) {
		counts_raise(&c->counts, &c->page.facts.counts);
	} else if (c->page.own_inode) {
		counts_add(
		    &c->counts, &c->page.facts.counts, shift(there, &c->head));
		c->head.joined = there->lineage;
		c->head.joined_generation = there->generation;
	}
	if (c->head.generation < there->generation)
		c->head.generation = there->generation;
}

/* Ends counting in a view and takes its numbers. */
static void
last_numbers(
    struct window_case *c, struct view *own, struct page_facts *facts_r)
{
	if (view_whole(own) && view_move(own, &c->ended)) {
		c->moved |= !c->ended;
		view_read(own, facts_r);
	} else {
		view_recall(own, facts_r);
	}
}

/*
 * True when another process may have counted where its numbers are not all at
 * hand. Whoever ends counting in a file makes a successor; where the copy does
 * not know of one, it was lost, or counting goes on in memory. A successor
 * that the copy knows of may have been made by a process that had no part in
 * `own`, so that nobody ended counting there. `found`: the page was put
 * together with `own`.
 */
static bool
uncertain(
    const struct window_case *c, const struct view *own, bool whole, bool found)
{
	const struct page_head *there = &c->page.facts.head;

	if (c->copy_state != COPY_SOUND)
		return c->moved || !whole;
	if (!case_is_ahead(c, &own->head))
		return c->moved;
	return !whole || !found || there->lineage != c->copy.head.lineage ||
	       there->generation < c->copy.head.generation;
}

/* The file in use is not the one at the path, or not sound. */
static void
settle_own(const struct files *files, struct view *own, struct window_case *c,
    struct err *said)
{
	struct page_facts mine;
	const struct page_file *page = &c->page;
	bool sound =
	    page->state == PAGE_SOUND && case_same_boot(c, &page->facts.head);
	bool found = sound && page->own_inode && !page->facts.moved;
	bool whole = view_whole(own);
	const char *replaced = page->state == PAGE_SOUND
				   ? "was replaced by another file"
				   : page->why.text;

	c->moved = whole && view_moved(own);
	c->adopt = sound && is_successor(c, own);
	if (c->adopt)
		return;
	last_numbers(c, own, &mine);
	c->head = own->head;
	c->counts = mine.counts;
	case_set_time(c, &own->head);
	if (sound)
		join(files, c);
	case_follow_copy(c);
	if (uncertain(c, own, whole, found)) {
		counts_fill(&c->counts);
		(void)err_set(
		    said, "%s; it was made again, and " CASE_FULL, replaced);
	} else if (own->fd == -1) {
		(void)err_set(said, "can be used now, and holds the numbers "
				    "that were in memory");
	} else {
		(void)err_set(said,
		    "%s; it was made again from the numbers in memory",
		    replaced);
	}
}

/* Takes the file at the path as it is. */
static struct view *
adopt(const struct files *files, const struct window_case *c, struct err *e)
{
	int fd = files_open_page(files, e);
	struct view *v = NULL;

	if (fd != -1)
		v = view_map(fd, &c->page.facts.head, e);
	if (v != NULL && !view_whole(v)) {
		(void)err_set(e, "%s: changes all the time", files->page);
		view_free(v);
		v = NULL;
	}
	return v;
}

static struct view *
make(const struct files *files, struct window_case *c, struct err *e)
{
	int fd;

	c->head.generation++;
	fd = files_make_page(files, &c->head, &c->counts, e);
	return fd == -1 ? NULL : view_map(fd, &c->head, e);
}

/* Decides and acts, under the lock. NULL with a text when it is impossible. */
static struct view *
settle(const struct files *files, struct view *own, struct window_case *c,
    struct err *said)
{
	struct view *v;
	struct err e;

	files_read_page(files, &c->page);
	c->copy_state = files_read_copy(files, &c->copy);
	if (own != NULL)
		settle_own(files, own, c, said);
	else
		case_open(files, c, said);
	v = c->adopt ? adopt(files, c, &e) : make(files, c, &e);
	if (v == NULL)
		*said = e;
	else if (said->text[0] != '\0')
		(void)err_wrap(said, "%s", files->page);
	return v;
}

/* No file can be used: counts in memory until one can. */
static struct view *
stay_in_memory(struct view *own, struct window_case *c, struct err *said)
{
	struct page_facts mine;

	if (own != NULL && own->fd == -1) {
		view_stay(own);
		said->text[0] = '\0';
		return own;
	}
	if (own != NULL) {
		last_numbers(c, own, &mine);
		c->head = own->head;
		counts_raise(&c->counts, &mine.counts);
		case_set_time(c, &own->head);
		/* Others may count in a successor, or in their memory. */
		if (c->moved)
			counts_fill(&c->counts);
		c->head.joined = own->head.lineage;
		c->head.joined_generation = own->head.generation;
		(void)err_wrap(said,
		    "the number of messages is kept in memory only%s",
		    c->moved ? ", and " CASE_FULL
			     : " until the state file can be used");
	} else {
		case_set_time(c, NULL);
		counts_fill(&c->counts);
		if (c->copy_state == COPY_SOUND) {
			c->head.joined = c->copy.head.lineage;
			c->head.joined_generation = c->copy.head.generation;
		}
		(void)err_wrap(said, "the number of messages is kept in memory "
				     "only, and " CASE_FULL);
	}
	/* Another process may do the same: these are different messages. */
	c->head.lineage = case_name();
	return view_memory(&c->head, &c->counts);
}

/* Once under the lock; see window_settle. */
static struct view *
try(struct files *files, struct view *own, struct window_case *c,
    struct err *said)
{
	struct page_facts facts;
	struct view *v;
	bool made;

	said->text[0] = '\0';
	if (files_open(files, &made, said) == -1)
		return NULL;
	(void)files_lock(files, true);
	v = settle(files, own, c, said);
	if (v != NULL) {
		view_read(v, &facts);
		files_note(files, &facts, false);
	}
	files_unlock(files);
	return v;
}

struct view *
window_settle(struct files *files, struct view *own, const struct moment *now,
    struct err *said)
{
	struct window_case c;
	struct view *v = NULL;
	int i;

	/* A file that was right may be gone before it is opened. */
	for (i = 0; i < TRIES_MAX && v == NULL; i++) {
		c = (struct window_case){.now = now};
		v = try(files, own, &c, said);
		if (!c.adopt)
			break;
	}
	if (v == NULL)
		v = stay_in_memory(own, &c, said);
	if (v != own)
		v->older = own;
	return v;
}
