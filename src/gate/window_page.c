/* Making and reading pages of the state file. */
#include "window_page_priv.h"

#include <string.h>

/* Far beyond any date, and far from any overflow. */
static const int64_t SLOT_LAST = (int64_t)1 << 38;
static const uint64_t WALL_LAST_S = (uint64_t)1 << 40;

uint64_t
page_hash(const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t h = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < len; i++) {
		h ^= p[i]; /* NOLINT: words that are there, byte by byte */
		h *= 0x100000001b3;
	}
	return h;
}

unsigned
page_salt(const struct page_head *head)
{
	const uint64_t name =
	    head->lineage ^ head->generation * UINT64_C(0x9e3779b97f4a7c15);

	return (unsigned)(name % WORD_PRIME);
}

int64_t
page_time(const struct page_head *head, const struct moment *now)
{
	if (now->boot_ms <= head->boot_ms)
		return head->time_ms;
	return head->time_ms + (int64_t)(now->boot_ms - head->boot_ms);
}

bool
page_knows(const struct page_head *head, const struct page_head *other)
{
	return (head->lineage == other->lineage &&
		   head->generation >= other->generation) ||
	       (head->joined == other->lineage &&
		   head->joined_generation >= other->generation);
}

void
page_seal(struct page_head *head, const struct counts *counts)
{
	memset(head->magic, 0, sizeof(head->magic));
	memcpy(head->magic, PAGE_MAGIC, strlen(PAGE_MAGIC));
	head->version = PAGE_VERSION;
	head->base = counts->newest - SLOTS;
	if (head->base < 0)
		head->base = 0;
	head->check = page_hash(head, offsetof(struct page_head, check));
}

bool
page_plausible(const struct page_head *head, const struct counts *counts)
{
	size_t i;

	for (i = 0; i < SLOTS; i++)
		if (counts->n[i] > COUNT_MAX)
			return false;
	return head->base >= 0 && head->base <= SLOT_LAST &&
	       head->time_ms >= 0 &&
	       head->time_ms / WINDOW_SLOT_MS <= SLOT_LAST &&
	       counts->newest >= 0 && counts->newest <= SLOT_LAST &&
	       counts->wall_s <= WALL_LAST_S;
}

static void
put_word(struct page *page, unsigned place, uint64_t value)
{
	atomic_store_explicit(&page->word[place],
	    word_of(value, page_salt(&page->head), place),
	    memory_order_relaxed);
}

void
page_init(struct page *page, const struct page_head *head,
    const struct counts *counts)
{
	unsigned i;
	int64_t s;

	memset(page, 0, sizeof(*page));
	page->head = *head;
	for (i = 0; i < WORDS; i++)
		put_word(page, i, 0);
	put_word(page, WORD_WALL, counts->wall_s);
	for (s = counts->newest - SLOTS + 1; s < counts->newest; s++)
		if (s >= head->base)
			put_word(page,
			    WORD_PAST + (unsigned)((s - head->base) % SLOTS),
			    value_of(s - head->base, counts_at(counts, s)));
	put_word(page, WORD_NOW,
	    value_of(counts->newest - head->base,
		counts_at(counts, counts->newest)));
}

static int
read_head(const struct page *page, struct page_head *h, struct err *e)
{
	*h = page->head;
	if (memcmp(h->magic, PAGE_MAGIC, strlen(PAGE_MAGIC)) != 0)
		return err_set(e, "is no state file of cgpward");
	if (h->version != PAGE_VERSION)
		return err_set(e, "is a state file of another version");
	if (h->check != page_hash(h, offsetof(struct page_head, check)))
		return err_set(e, "is damaged");
	return 0;
}

static uint64_t
get_word(struct page *page, unsigned salt, unsigned place)
{
	return word_value(atomic_load(&page->word[place]), salt, place);
}

/* Takes the value of a past or running slot. */
static void
take_slot(struct page_facts *f, uint64_t value)
{
	if (value == VALUE_BAD)
		f->bad++;
	else
		counts_put(&f->counts, f->head.base + value_slot(value),
		    (uint32_t)(value & VALUE_COUNT));
}

int
page_read(struct page *page, struct page_facts *facts_r, struct err *e)
{
	struct page_facts *f = facts_r;
	uint64_t value;
	unsigned i, salt;

	memset(f, 0, sizeof(*f));
	if (read_head(page, &f->head, e) == -1)
		return -1;
	salt = page_salt(&f->head);
	counts_init(&f->counts, f->head.base);
	/*
	 * The running slot is read first: if it ends meanwhile, it is found
	 * again among the past ones.
	 */
	value = get_word(page, salt, WORD_NOW);
	take_slot(f, value);
	f->moved = value != VALUE_BAD && (value & VALUE_MOVED);
	for (i = WORD_PAST; i < WORDS; i++)
		take_slot(f, get_word(page, salt, i));
	for (i = WORD_MARK; i < WORD_PAST; i++)
		f->bad += get_word(page, salt, i) == VALUE_BAD;
	value = get_word(page, salt, WORD_WALL);
	if (value == VALUE_BAD)
		f->bad++;
	else
		f->counts.wall_s = value;
	if (!page_plausible(&f->head, &f->counts))
		return err_set(e, "holds times that cannot be");
	return 0;
}
