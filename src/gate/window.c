/*
 * The window as its users see it: counting goes straight to the view; all
 * that is rare - looking at the files, changing the view - is done by one
 * thread at a time.
 */
#include "window.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "window_settle_priv.h"
#include "window_view_priv.h"

/*
 * More changes of the file than this are no accident; the window then stays
 * full until the program is started again.
 */
enum { CHANGES_MAX = 512, TRIES_MAX = 16, NOTE_WALL_S = 60 };

struct window {
	_Atomic(struct view *) view;
	pthread_mutex_t rare; /* guards what follows, and changing the view */
	struct files files;
	unsigned changes;
	struct counts noted; /* what the copy says */
	struct err pending;  /* to be told by the next check */
};

static struct view *
view_of(struct window *w)
{
	return atomic_load_explicit(&w->view, memory_order_acquire);
}

struct window *
window_open(const char *folder, const struct moment *now, struct err *said)
{
	struct window *w = mem_zalloc(1, sizeof(*w));
	struct view *v;

	(void)pthread_mutex_init(&w->rare, NULL);
	files_init(&w->files, folder);
	v = window_settle(&w->files, NULL, now, said);
	view_wall(v, now->wall_ms);
	atomic_store(&w->view, v);
	return w;
}

/* True when the path leads to the file that is mapped, and that is sound. */
static bool
stands(const struct window *w, const struct view *v)
{
	struct stat st;

	return v->fd != -1 && lstat(w->files.page, &st) == 0 &&
	       st.st_dev == v->head.dev && st.st_ino == v->head.ino &&
	       view_whole(v);
}

/*
 * True when the copy was written from a later file than this view's, which
 * may then hold messages that the view lacks.
 */
static bool
copy_is_ahead(const struct window *w, const struct view *v)
{
	struct page_copy copy;

	return files_read_copy(&w->files, &copy) == COPY_SOUND &&
	       !page_knows(&v->head, &copy.head);
}

/*
 * Leaves a copy that is as good as the file, if no other process uses it and
 * none has put another file in its place.
 */
static void
leave_clean(struct window *w, struct view *v)
{
	struct page_facts facts;

	if (!files_alone(&w->files) || !view_whole(v) ||
	    (!stands(w, v) && access(w->files.page, F_OK) == 0) ||
	    copy_is_ahead(w, v))
		return;
	view_read(v, &facts);
	if (!facts.moved)
		files_note(&w->files, &facts, true);
}

void
window_close(struct window **window)
{
	struct window *w = *window;
	struct view *v;

	if (w == NULL)
		return;
	v = view_of(w);
	if (v->fd != -1 && w->files.copy_fd != -1) {
		(void)files_lock(&w->files, true);
		leave_clean(w, v);
		files_unlock(&w->files);
	}
	view_free(v);
	files_fini(&w->files);
	(void)pthread_mutex_destroy(&w->rare);
	free(w);
	*window = NULL;
}

/* Keeps a text for the next check; the first one is the cause of others. */
static void
keep(struct window *w, const struct err *said)
{
	if (said->text[0] != '\0' && w->pending.text[0] == '\0')
		w->pending = *said;
}

/* Finds another view; to be called with the mutex. */
static void
change(struct window *w, const struct moment *now)
{
	struct view *own = view_of(w), *v;
	struct err said = {""};

	if (w->changes >= CHANGES_MAX) {
		(void)(view_whole(own) && view_move(own, NULL));
		return;
	}
	v = window_settle(&w->files, own, now, &said);
	if (v != own && ++w->changes == CHANGES_MAX)
		(void)err_set(&said,
		    "%s: was replaced %d times; it is not used any more, and "
		    "the limit counts as reached until the next start",
		    w->files.page, CHANGES_MAX);
	keep(w, &said);
	atomic_store_explicit(&w->view, v, memory_order_release);
}

/* Puts damaged words right; to be called with the mutex. */
static void
mend(struct window *w)
{
	unsigned n = view_mend(view_of(w));
	struct err said;

	if (n == 0)
		return;
	(void)err_set(&said,
	    "%s: was damaged or set back in %u places; they were put right "
	    "from the numbers in memory",
	    w->files.page, n);
	keep(w, &said);
}

/* Counting found the view `v` unusable. */
static void
repair(struct window *w, struct view *v, const struct moment *now)
{
	(void)pthread_mutex_lock(&w->rare);
	if (view_of(w) == v) {
		if (view_whole(v))
			mend(w);
		else
			change(w, now);
	}
	(void)pthread_mutex_unlock(&w->rare);
}

/* The file of the view has a successor. */
static void
follow(struct window *w, struct view *v, const struct moment *now)
{
	(void)pthread_mutex_lock(&w->rare);
	if (view_of(w) == v)
		change(w, now);
	(void)pthread_mutex_unlock(&w->rare);
}

bool
window_admit(struct window *w, const struct moment *now, uint64_t limit,
    uint64_t *used_r)
{
	struct view *v;
	int tries;

	assert(limit <= WINDOW_LIMIT_MAX || limit == WINDOW_UNLIMITED);
	for (tries = 0; tries < TRIES_MAX; tries++) {
		v = view_of(w);
		switch (view_admit(v, now, limit, used_r)) {
		case VIEW_DONE:
			return true;
		case VIEW_FULL:
			return false;
		case VIEW_MOVED:
			follow(w, v, now);
			break;
		case VIEW_BAD:
			repair(w, v, now);
			break;
		}
	}
	/* Somebody damages the file faster than it can be put right. */
	*used_r = limit;
	return limit == WINDOW_UNLIMITED;
}

/* What the window holds, from the file where it can be used. */
static void
read_view(struct view *v, struct page_facts *facts_r)
{
	if (view_whole(v))
		view_read(v, facts_r);
	else
		view_recall(v, facts_r);
}

void
window_look(struct window *w, const struct moment *now, uint64_t limit,
    struct window_use *use_r)
{
	struct page_facts facts;

	read_view(view_of(w), &facts);
	counts_use(&facts.counts, page_time(&facts.head, now), limit, use_r);
}

int64_t
window_wall_ms(struct window *w, const struct moment *now)
{
	struct page_facts facts;
	int64_t newest;

	read_view(view_of(w), &facts);
	newest = (int64_t)facts.counts.wall_s * 1000;
	return newest > now->wall_ms ? newest : now->wall_ms;
}

bool
window_first(
    struct window *w, const struct moment *now, unsigned place, unsigned mark)
{
	assert(place < WINDOW_MARKS);
	return view_first(view_of(w), now, place, mark & 0xffff);
}

/* True when the copy lacks messages, or a minute of the time of day. */
static bool
lacks(const struct counts *noted, const struct counts *now)
{
	return noted->newest != now->newest ||
	       memcmp(noted->n, now->n, sizeof(now->n)) != 0 ||
	       noted->wall_s + NOTE_WALL_S <= now->wall_s;
}

/* Writes the copy when it lacks something and nobody else is at it. */
static void
note_copy(struct window *w, struct view *v)
{
	struct page_facts facts;

	view_read(v, &facts);
	if (!lacks(&w->noted, &facts.counts) ||
	    files_lock(&w->files, false) == -1)
		return;
	/*
	 * Once more: under the lock nobody can make a successor. One that was
	 * made while the file was missing did not mark it; the copy has to go
	 * on telling of that one.
	 */
	view_read(v, &facts);
	if (!facts.moved && !copy_is_ahead(w, v)) {
		files_note(&w->files, &facts, false);
		w->noted = facts.counts;
	}
	files_unlock(&w->files);
}

static void
check(struct window *w, const struct moment *now)
{
	struct view *v = view_of(w);
	struct err said = {""};
	bool made = false;

	if (!stands(w, v)) {
		change(w, now);
		v = view_of(w);
	} else {
		mend(w);
	}
	view_wall(v, now->wall_ms);
	if (v->fd == -1 || files_open(&w->files, &made, &said) == -1)
		return;
	if (made) {
		(void)err_set(
		    &said, "%s: was missing; it was made again", w->files.copy);
		keep(w, &said);
		memset(&w->noted, 0, sizeof(w->noted));
	}
	note_copy(w, v);
}

bool
window_check(struct window *w, const struct moment *now, struct err *said)
{
	(void)pthread_mutex_lock(&w->rare);
	check(w, now);
	*said = w->pending;
	w->pending.text[0] = '\0';
	(void)pthread_mutex_unlock(&w->rare);
	return said->text[0] != '\0';
}

int
window_peek(const char *folder, const struct moment *now, uint64_t limit,
    struct window_use *use_r, struct err *e)
{
	struct files files;
	struct page_file page;
	int64_t time_ms = now->wall_ms;

	files_init(&files, folder);
	files_read_page(&files, &page);
	if (page.state != PAGE_SOUND) {
		(void)err_set(e, "%s: %s", files.page, page.why.text);
		files_fini(&files);
		return -1;
	}
	files_fini(&files);
	if (memcmp(page.facts.head.boot, now->boot, sizeof(now->boot)) == 0)
		time_ms = page_time(&page.facts.head, now);
	counts_use(&page.facts.counts, time_ms, limit, use_r);
	return 0;
}
