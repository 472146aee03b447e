/*
 * Counting in a mapped page. The running slot and its count are one word, so
 * that a message is either counted or not, whatever happens to the process.
 * The 360 slots before it do not change while it runs: their sum is worked
 * out once.
 *
 * Going on to the next slot takes three steps, each of which any thread of
 * any process can do again: freeze the running word, so that its count is
 * final; put it with the past ones; replace it by the new slot. Past words
 * only ever rise, so a thread that slept for an hour between two steps spoils
 * nothing.
 */
#include "window_view_priv.h"

#include <string.h>

enum { BEFORE_BITS = 39 }; /* room for 361 full slots */

static uint64_t
load(const struct view *v, unsigned place, uint64_t *word_r)
{
	*word_r =
	    atomic_load_explicit(&v->page->word[place], memory_order_acquire);
	return word_value(*word_r, v->salt, place);
}

/* Replaces a word if it still is `word`. */
static bool
swap(struct view *v, unsigned place, uint64_t word, uint64_t value)
{
	return atomic_compare_exchange_strong(
	    &v->page->word[place], &word, word_of(value, v->salt, place));
}

/* Notes a value unless a higher one is known. */
static void
note(_Atomic uint64_t *seen, uint64_t value)
{
	uint64_t old = atomic_load_explicit(seen, memory_order_relaxed);

	while (old < value &&
	       !atomic_compare_exchange_weak_explicit(seen, &old, value,
		   memory_order_release, memory_order_relaxed))
		;
}

static unsigned
past_place(int64_t slot)
{
	return WORD_PAST + (unsigned)(slot % SLOTS);
}

/*
 * Does the next step towards `slot`. `word` with `value` is the running one.
 * False when a past word is damaged.
 */
static bool
go_on(struct view *v, uint64_t word, uint64_t value, int64_t slot)
{
	unsigned place = past_place(value_slot(value));
	uint64_t past, final = value_plain(value);

	if (!(value & VALUE_FROZEN)) {
		(void)swap(v, WORD_NOW, word, value | VALUE_FROZEN);
		return true;
	}
	if (load(v, place, &past) == VALUE_BAD)
		return false;
	if (word_value(past, v->salt, place) < final)
		(void)swap(v, place, past, final);
	if (slot <= value_slot(value))
		slot = value_slot(value) + 1;
	(void)swap(v, WORD_NOW, word, value_of(slot, 0));
	return true;
}

/* The sum of the slots before `slot`; false when a word is damaged. */
static bool
sum_before(struct view *v, int64_t slot, uint64_t *sum_r)
{
	uint64_t known = atomic_load_explicit(&v->before, memory_order_relaxed);
	uint64_t sum = 0, seen, value, word;
	unsigned i;

	*sum_r = known & (((uint64_t)1 << BEFORE_BITS) - 1);
	if ((int64_t)(known >> BEFORE_BITS) == slot)
		return true;
	for (i = 0; i < SLOTS; i++) {
		seen = atomic_load_explicit(
		    &v->seen_past[i], memory_order_acquire);
		value = load(v, WORD_PAST + i, &word);
		if (value == VALUE_BAD || value < seen)
			return false;
		note(&v->seen_past[i], value);
		if (value_slot(value) < slot &&
		    value_slot(value) > slot - SLOTS)
			sum += value & VALUE_COUNT;
	}
	atomic_store_explicit(&v->before, (uint64_t)slot << BEFORE_BITS | sum,
	    memory_order_relaxed);
	*sum_r = sum;
	return true;
}

static int64_t
slot_at(const struct view *v, const struct moment *now)
{
	int64_t slot = page_time(&v->head, now) / WINDOW_SLOT_MS - v->head.base;

	return slot < VALUE_SLOT_MAX ? slot : VALUE_SLOT_MAX;
}

/*
 * True while the mapped file has the head that it was mapped with. A file
 * that is written over in its place is noticed by the first message, even
 * when the words of the other file happen to have the right checks.
 */
static bool
same_head(const struct view *v)
{
	const volatile uint64_t *check = &v->page->head.check;

	return *check == v->head.check;
}

enum view_result
view_admit(
    struct view *v, const struct moment *now, uint64_t limit, uint64_t *used_r)
{
	int64_t slot = slot_at(v, now);
	uint64_t before, seen, value, word;

	for (;;) {
		/* What was seen is read first: the word is never older. */
		seen = atomic_load_explicit(&v->seen_now, memory_order_acquire);
		value = load(v, WORD_NOW, &word);
		if (value == VALUE_BAD || value_plain(value) < seen ||
		    !same_head(v))
			return VIEW_BAD;
		if (value & VALUE_MOVED)
			return VIEW_MOVED;
		if (value_slot(value) < slot || (value & VALUE_FROZEN)) {
			if (!go_on(v, word, value, slot))
				return VIEW_BAD;
			continue;
		}
		if (!sum_before(v, value_slot(value), &before))
			return VIEW_BAD;
		*used_r = before + (value & VALUE_COUNT);
		if (*used_r >= limit)
			return VIEW_FULL;
		/* One below the highest, which stands for "full". */
		if ((value & VALUE_COUNT) >= COUNT_MAX - 1)
			return limit == WINDOW_UNLIMITED ? VIEW_DONE
							 : VIEW_FULL;
		if (swap(v, WORD_NOW, word, value + 1)) {
			note(&v->seen_now, value + 1);
			++*used_r;
			return VIEW_DONE;
		}
	}
}

static void
put(struct page_facts *f, uint64_t value)
{
	counts_put(&f->counts, f->head.base + value_slot(value),
	    (uint32_t)(value & VALUE_COUNT));
}

void
view_recall(struct view *v, struct page_facts *facts_r)
{
	unsigned i;

	memset(facts_r, 0, sizeof(*facts_r));
	facts_r->head = v->head;
	counts_init(&facts_r->counts, v->head.base);
	put(facts_r, atomic_load(&v->seen_now));
	for (i = 0; i < SLOTS; i++)
		put(facts_r, atomic_load(&v->seen_past[i]));
}

void
view_read(struct view *v, struct page_facts *facts_r)
{
	struct page_facts seen;
	uint64_t value, word;
	unsigned i;

	view_recall(v, &seen);
	if (page_read(v->page, facts_r, NULL) == -1)
		*facts_r = seen;
	counts_raise(&facts_r->counts, &seen.counts);
	/* From now on this has been seen. */
	value = load(v, WORD_NOW, &word);
	if (value != VALUE_BAD)
		note(&v->seen_now, value_plain(value));
	for (i = 0; i < SLOTS; i++) {
		value = load(v, WORD_PAST + i, &word);
		if (value != VALUE_BAD)
			note(&v->seen_past[i], value);
	}
}

/* Raises one word to what was seen; true when it was wrong. */
static bool
mend_word(struct view *v, unsigned place, const _Atomic uint64_t *seen)
{
	uint64_t least = atomic_load_explicit(seen, memory_order_acquire);
	uint64_t word, value;
	bool wrong = false;

	for (;;) {
		value = load(v, place, &word);
		if (value != VALUE_BAD && value_plain(value) >= least)
			return wrong;
		wrong = true;
		(void)swap(v, place, word, least);
	}
}

unsigned
view_mend(struct view *v)
{
	unsigned i, n = 0;
	uint64_t word;

	for (i = 0; i < SLOTS; i++)
		n += mend_word(v, WORD_PAST + i, &v->seen_past[i]);
	n += mend_word(v, WORD_NOW, &v->seen_now);
	for (i = WORD_MARK; i < WORD_PAST; i++)
		if (load(v, i, &word) == VALUE_BAD && swap(v, i, word, 0))
			n++;
	if (load(v, WORD_WALL, &word) == VALUE_BAD &&
	    swap(v, WORD_WALL, word, 0))
		n++;
	return n;
}

bool
view_move(struct view *v, bool *first_r)
{
	uint64_t value, word;

	do {
		value = load(v, WORD_NOW, &word);
		if (value == VALUE_BAD)
			return false;
		if (value & VALUE_MOVED)
			return true;
	} while (!swap(v, WORD_NOW, word, value | VALUE_MOVED));
	if (first_r != NULL)
		*first_r = true;
	return true;
}

bool
view_moved(struct view *v)
{
	uint64_t word;
	uint64_t value = load(v, WORD_NOW, &word);

	return value != VALUE_BAD && (value & VALUE_MOVED);
}

void
view_stay(struct view *v)
{
	uint64_t value, word;

	do {
		value = load(v, WORD_NOW, &word);
	} while (value != VALUE_BAD && (value & VALUE_MOVED) &&
		 !swap(v, WORD_NOW, word, value & ~VALUE_MOVED));
}

void
view_wall(struct view *v, int64_t wall_ms)
{
	uint64_t value, word;
	uint64_t wall_s = wall_ms > 0 ? (uint64_t)wall_ms / 1000 : 0;

	do {
		value = load(v, WORD_WALL, &word);
	} while ((value == VALUE_BAD || value < wall_s) &&
		 !swap(v, WORD_WALL, word, wall_s));
}

bool
view_first(
    struct view *v, const struct moment *now, unsigned place, unsigned mark)
{
	int64_t slot = slot_at(v, now);
	uint64_t value, word;

	value = load(v, WORD_MARK + place, &word);
	if (value != VALUE_BAD && (value & VALUE_COUNT) == mark + 1 &&
	    slot - value_slot(value) < SLOTS - 1)
		return false;
	return swap(v, WORD_MARK + place, word, value_of(slot, mark + 1));
}
